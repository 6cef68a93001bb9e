import Big from 'big.js';
import { invalidArguments } from './refusal.ts';

/** A request's parameters as text, nested ones by their form names: `close[price]`, `orders[0][volume]`. */
export type Params = ReadonlyMap<string, string>;

const maxDepth = 4;
const decimalText = /^\d{1,20}(\.\d{1,20})?$/;

/** Parameters of a query or a form. */
export const readForm = (text: string): Params => new Map(new URLSearchParams(text));

/** Parameters of a JSON body; numbers keep their digits as sent. Throws: Refusal where it is no JSON object. */
export function readJson(text: string): Params {
  const params = new Map<string, string>();
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalidArguments();
  for (const [name, value] of Object.entries(parsed)) flatten(params, name, value, 1);
  return params;
}

/** Parameters of a body by its content type; without one it is a form. */
export const readBody = (text: string, contentType: string | undefined): Params =>
  contentType?.toLowerCase().includes('json') === true && text !== '' ? readJson(text) : readForm(text);

/** A positive decimal. Throws: Refusal naming the field, also where it is absent. */
export function readAmount(params: Params, name: string): Big {
  const text = params.get(name) ?? '';
  if (!decimalText.test(text)) throw invalidArguments(name);
  const amount = new Big(text);
  if (amount.lte(0)) throw invalidArguments(name);
  return amount;
}

/** A whole number within bounds; `absent` where the parameter isn't there. Throws: Refusal naming the field. */
export function readWhole(params: Params, name: string, absent: number, min: number, max: number): number {
  const text = params.get(name);
  if (text === undefined || text === '') return absent;
  const value = Number(text);
  if (!/^[+-]?\d{1,16}$/.test(text) || value < min || value > max) throw invalidArguments(name);
  return value;
}

export const readFlag = (params: Params, name: string): boolean => /^(true|1)$/i.test(params.get(name) ?? '');

/** Parts of a list separated by commas; none where the parameter is absent or empty. */
export const readList = (params: Params, name: string): readonly string[] =>
  (params.get(name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function parseJson(text: string): unknown {
  try {
    // A nonce in nanoseconds is past 2^53: numbers are taken by their source text.
    return JSON.parse(text, (_name: string, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch {
    throw invalidArguments();
  }
}

function flatten(params: Map<string, string>, name: string, value: unknown, depth: number): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    params.set(name, String(value));
    return;
  }
  if (depth >= maxDepth) throw invalidArguments(name);
  for (const [key, member] of Object.entries(value)) flatten(params, `${name}[${key}]`, member, depth + 1);
}
