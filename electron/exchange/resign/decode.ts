/** Reads query and body in the encodings that exchanges use, strictly: what two programs could read differently is refused. */
import { AppError } from '../../../shared/errors.ts';
import { exactDecimal, parseStrictJson } from '../../base/strict-json.ts';
import { refusal } from './refuse.ts';
import type { Json, JsonObject, Pair } from './trees.ts';
import { isObject } from './trees.ts';

/** What a raw `+` stands for in a form: a space by the standard, itself in ccxt's unescaped queries. */
export type Plus = 'space' | 'plus';

/** `wrap`: `base64` = JSON in base64 (coinone); `json` = JSON in a form's field of that name (krakenfutures). */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'form'; readonly pairs: readonly Pair[] }
  | { readonly kind: 'json'; readonly value: Json; readonly wrap: 'base64' | 'json' | undefined };

/** In escaped characters. */
const maxName = 512;
const maxPairs = 1000;
/** In JSON, by the commas. */
const maxValues = 2000;
const maxBytes = 64 * 1024;

/** Reads `a=1&b=2`. Throws: RESIGN_REFUSED on what can't be decoded, or on more than 1,000 pairs. */
export function readFormPairs(text: string, plus: Plus): Pair[] {
  if (text === '') return [];
  if (text.length > maxBytes) throw refusal('too-large');
  const parts = text.split('&');
  if (parts.length > maxPairs) throw refusal('too-large');
  // Nothing stands between two `&`, which ccxt writes for coinsph.
  return parts.flatMap((part) => {
    if (part === '') return [];
    const at = part.indexOf('=');
    if (at < 1) throw refusal('encoding');
    if (at > maxName) throw refusal('too-large');
    // HTML 4.01, B.2.2: some programs end a pair here as well.
    if (/;[^;=]+=/.test(part)) throw refusal('encoding');
    return [{ name: unescaped(part.slice(0, at), plus), value: unescaped(part.slice(at + 1), plus) }];
  });
}

/** Reads a body by its look, over 64 KiB not at all. Throws: RESIGN_REFUSED. */
export function readBody(text: string, plus: Plus): Body {
  if (text === '') return { kind: 'none' };
  if (text.length > maxBytes) throw refusal('too-large');
  if (/^\s*[[{]/.test(text)) return { kind: 'json', value: readJson(text), wrap: undefined };
  if (/^json=[[{]/.test(text)) return { kind: 'json', value: readJson(text.slice(5)), wrap: 'json' };
  const encoded = jsonInBase64(text);
  if (encoded !== undefined) return { kind: 'json', value: encoded, wrap: 'base64' };
  if (!text.includes('=')) throw refusal('body');
  const pairs = readFormPairs(text, plus);
  const [first] = pairs;
  if (pairs.length === 1 && first?.name === 'json' && /^[[{]/.test(first.value))
    return { kind: 'json', value: readJson(first.value), wrap: 'json' };
  return { kind: 'form', pairs };
}

/** The objects that headers carry in base64, which some exchanges read in place of the body; undefined where there are none. */
export function readPayload(headers: ReadonlyMap<string, string>, body: string): JsonObject | undefined {
  for (const [name, value] of headers) {
    const object = name === 'authorization' || name === 'cookie' ? undefined : jsonInBase64(value);
    // bitbns signs its body once more as a string, which says nothing of its own.
    if (isObject(object))
      return Object.fromEntries(Object.entries(object).filter(([, member]) => body === '' || member !== body));
  }
  return undefined;
}

/** Throws: RESIGN_REFUSED where names stand twice, a number is none that JavaScript keeps, or values are over 2,000. */
export function readJson(text: string): Json {
  if (text.split(',', maxValues + 1).length > maxValues) throw refusal('too-large');
  try {
    parseStrictJson(text);
    return parseExact(text);
  } catch (fault) {
    if (!(fault instanceof AppError) || fault.code === 'RESIGN_REFUSED') throw fault;
    throw refusal('body', fault.message);
  }
}

/**
 * Is JSON of this value the same number as was sent? `0.10` and `1e-7` are kept, what a double can't hold is refused. A nonce in
 * nanoseconds is none (NaN), which can be thrown away and never signed.
 */
function parseExact(text: string): Json {
  return JSON.parse(text, (name: string, value: Json, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    if (exactDecimal(String(value)) === exactDecimal(context.source)) return value;
    if (name !== 'nonce' || !/^\d{1,20}$/.test(context.source)) throw refusal('body', 'a number past a double');
    return Number.NaN;
  }) as Json;
}

function jsonInBase64(text: string): Json | undefined {
  if (text.length < 4 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  // What begins with a brace begins with these letters in base64.
  if (!text.startsWith('e') && !text.startsWith('W')) return undefined;
  const inner = Buffer.from(text, 'base64').toString('utf8');
  return isJson(inner) ? readJson(inner) : undefined;
}

/** A signature may begin like JSON by chance. */
function isJson(text: string): boolean {
  if (!/^\{.*\}$|^\[.*\]$/s.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unescaped(text: string, plus: Plus): string {
  const spaced = plus === 'space' ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw refusal('encoding');
  }
}
