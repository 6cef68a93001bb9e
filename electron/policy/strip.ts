/** Takes out of a bot's parameters what only the agent may add, and what would steer ccxt itself. */
import { exchangeFacts } from '../../shared/guidance/catalogue.ts';

/** Names as `foldName` writes them, so that case, hyphens, blanks and array forms make no difference. */
const agentNames = [
  ['nonce', 'otp', 'totp', 'twofa', '2fa'],
  [
    'apikey',
    'apisign',
    'apisecret',
    'apipassphrase',
    'secret',
    'secretkey',
    'privatekey',
    'signature',
    'sign',
    'password',
    'passphrase',
  ],
  ['headers', 'authorization'],
  // ccxt would repeat an order by itself (Exchange.fetch2, handleOptionAndParams).
  ['maxretries', 'maxretriesonfailure', 'maxretriesonfailuredelay'],
  ['defaultmaxretries', 'defaultmaxretriesonfailure', 'defaultmaxretriesonfailuredelay'],
  // ccxt's extend() assigns names one by one, and this one would change the object instead.
  ['proto'],
].flat();

const maxDepth = 16;

/**
 * A bot's parameters without nonce, codes, credentials, signatures and ccxt's retries, at any depth.
 * `deadline` stays: it only narrows what the exchange may do.
 * Takes: exchange = ccxt's id, whose catalogue entry names its code parameters. Gives: a copy.
 */
export function stripParams(exchange: string, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return stripObject(params, forbiddenNames(exchange), 0);
}

/** The arguments of a method likewise, whichever of them holds parameters. */
export function stripArgs(exchange: string, args: readonly unknown[]): unknown[] {
  const forbidden = forbiddenNames(exchange);
  return args.map((arg) => strip(arg, forbidden, 0));
}

/**
 * The final parameters of a request likewise, for a bot's name that came through by another way.
 * Elsewhere than where the agent adds a code to every call ccxt itself puts nonce and signature among the parameters
 * (hyperliquid, paradex, ndax), so there nothing is taken out any more.
 */
export function stripFinal(exchange: string, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return exchangeFacts(exchange)?.scope === 'every-private-call' ? stripParams(exchange, params) : { ...params };
}

function forbiddenNames(exchange: string): ReadonlySet<string> {
  return new Set([...agentNames, ...(exchangeFacts(exchange)?.codeParams ?? []).map(foldName)]);
}

// "otp[]", " OTP", "API-Key" and "api_key" reach an exchange's parser as the name without its ornaments.
const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\[.*$/s, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

function strip(value: unknown, forbidden: ReadonlySet<string>, depth: number): unknown {
  // What lies deeper than any exchange reads is left out whole.
  if (depth > maxDepth) return undefined;
  if (Array.isArray(value)) return value.map((item) => strip(item, forbidden, depth + 1));
  return isRecord(value) ? stripObject(value, forbidden, depth) : value;
}

function stripObject(
  value: Readonly<Record<string, unknown>>,
  forbidden: ReadonlySet<string>,
  depth: number,
): Record<string, unknown> {
  const kept = Object.entries(value).filter(([name]) => !forbidden.has(foldName(name)));
  return Object.fromEntries(kept.map(([name, inner]) => [name, strip(inner, forbidden, depth + 1)]));
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
