/** What two-factor authentication the API keys of an exchange can have, and how to set it up. Pure: read from the catalogue. */
import { catalogue, type ExchangeFacts, exchangeFacts, type Scope } from './catalogue.ts';
import { codeSupport } from './code-support.ts';
import { exchangeName } from './exchange-name.ts';
import { krakenSetUp, krakenWarnings, type SetUpStep } from './kraken-set-up.ts';
import { krakenSource } from './verdict.ts';

export interface GuideEntry {
  /** ccxt's id. */
  readonly exchange: string;
  readonly scope: Scope;
  readonly kinds: readonly string[];
  readonly carrier: 'body' | 'query' | 'header' | null;
  /** What carries the code, in the exchange's words. */
  readonly name: string | null;
}

export interface Guide extends GuideEntry {
  /** One sentence: what a code does there. */
  readonly summary: string;
  readonly steps: readonly SetUpStep[];
  readonly warnings: readonly string[];
  /** Where it is known from, with the day on which that was read. */
  readonly sources: readonly string[];
}

export const guideList = (): readonly GuideEntry[] => catalogue.exchanges.map(entryOf);

/** Takes: ccxt's id, in any case. Gives: undefined for an exchange that the catalogue lacks. */
export function guideOf(exchange: string): Guide | undefined {
  const facts = exchangeFacts(exchange.trim().toLowerCase());
  if (facts === undefined) return undefined;
  const isKraken = facts.exchangeId === 'kraken';
  return {
    ...entryOf(facts),
    summary: summaries[facts.scope](exchangeName(facts.exchangeId)),
    steps: isKraken ? krakenSetUp : stepsOf(facts),
    warnings: isKraken ? krakenWarnings : warningsOf(facts),
    sources: [
      ...(isKraken ? [krakenSource] : []),
      ...facts.source.split('; ').map((source) => `${source}, read ${catalogue.read}`),
    ],
  };
}

const entryOf = ({ exchangeId, scope, kinds, carrier, name }: ExchangeFacts): GuideEntry => ({
  ...{ exchange: exchangeId, scope, kinds, carrier, name },
});

/** The ids of the catalogue that a mistyped one may mean, the nearest first; three at most. */
export function nearestExchanges(text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const rated = catalogue.exchanges.map(({ exchangeId }) => ({ exchangeId, distance: distanceOf(wanted, exchangeId) }));
  const isNear = ({ exchangeId, distance }: (typeof rated)[number]): boolean =>
    (distance <= 2 && distance * 3 <= wanted.length) || (wanted.length >= 3 && exchangeId.startsWith(wanted));
  return rated
    .filter(isNear)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ exchangeId }) => exchangeId);
}

/** Source: the Levenshtein distance, row by row. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a.slice(0, 40)].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const summaries: Readonly<Record<Scope, (name: string) => string>> = {
  'every-private-call': (name) =>
    `Turn 2FA on for the keys of your bots: on ${name} a key can have 2FA of its own, and then every private call needs the code. Keybearer adds it.`,
  'sign-in': (name) => `${name} wants a one-time code at sign-in only; ordinary calls are signed with the key alone.`,
  withdrawal: (name) =>
    `${name} wants a one-time code for withdrawals only; other calls are signed with the key alone.`,
  none: (name) => `There is nothing to turn on: calls to ${name} take no one-time code, as far as is known.`,
  unknown: (name) => `Find out before you rely on it: whether API keys of ${name} can have 2FA is not known to us.`,
};

const fewRights: SetUpStep = {
  id: 'few-rights',
  atExchange: 'Give the key the permissions that your bots need and no others; leave withdrawals off.',
};
const bindAddresses: SetUpStep = {
  id: 'bind-addresses',
  atExchange: 'Bind the key to the addresses that you call from, where the exchange offers an IP allow-list.',
};

function stepsOf({ scope, exchangeId }: ExchangeFacts): SetUpStep[] {
  const protection = [fewRights, bindAddresses];
  if (scope === 'unknown') return [...protection, ...howToFindOut];
  const support = codeSupport[exchangeId];
  if (support === undefined) return protection;
  const how = support === 'tested' ? 'tested against a copy of its documents, not the exchange itself' : 'unverified';
  const here = `If bots are to withdraw all the same, give the key the account's set-up key as second factor. Keybearer adds the code by itself (${how}).`;
  return [...protection, { id: 'withdrawal-code', here }];
}

const howToFindOut: readonly SetUpStep[] = [
  { id: 'look', atExchange: 'Look at the security settings and at the page of the API keys for a switch of 2FA.' },
  { id: 'ask', atExchange: 'Ask the support whether an API key can need a one-time code, and in which parameter.' },
];

function warningsOf({ note, scope, exchangeId, kinds }: ExchangeFacts): string[] {
  const bySms = kinds.some((kind) => kind !== 'totp') && scope !== 'none';
  return [
    ...(note === '' ? [] : [note]),
    ...(bySms && codeSupport[exchangeId] === undefined
      ? ['A code that comes by SMS or mail, or is confirmed on a phone, cannot be made by any program.']
      : []),
    ...(scope === 'unknown' ? ['That nothing is known is no sign that there is nothing.'] : []),
  ];
}
