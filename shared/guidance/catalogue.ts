/** What is known of each exchange's two-factor authentication for API keys. */
import { z } from 'zod';
import json from './catalogue.json' with { type: 'json' };

export const Scope = z.enum(['every-private-call', 'sign-in', 'withdrawal', 'none', 'unknown']);
/** Where an exchange wants a one-time code: `none` is a finding, `unknown` the lack of one. */
export type Scope = z.infer<typeof Scope>;

export const ExchangeFacts = z.strictObject({
  exchangeId: z.string(),
  /** As the exchange writes itself, by ccxt, in plain letters. */
  title: z.string(),
  scope: Scope,
  carrier: z.enum(['body', 'query', 'header']).nullable(),
  /** What carries the code, in the exchange's words. */
  name: z.string().nullable(),
  /** The exact names of parameters that carry a code or what goes with it. */
  codeParams: z.array(z.string()),
  kinds: z.array(z.string()),
  /** Where the facts are from; several are separated by "; ". */
  source: z.string(),
  note: z.string(),
  requiredCredentials: z.array(z.string()),
});
export type ExchangeFacts = z.infer<typeof ExchangeFacts>;

const Catalogue = z.strictObject({
  ccxtVersion: z.string(),
  /** The day on which the sources were read. */
  read: z.iso.date(),
  exchanges: z.array(ExchangeFacts),
});

export const catalogue = Catalogue.parse(json);

const byId: ReadonlyMap<string, ExchangeFacts> = new Map(catalogue.exchanges.map((facts) => [facts.exchangeId, facts]));

/** The facts of an exchange by ccxt's id; undefined where the catalogue has none. */
export const exchangeFacts = (id: string): ExchangeFacts | undefined => byId.get(id);
