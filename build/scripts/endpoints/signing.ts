import type { Exchange } from 'ccxt';
import { classesOf, type ListedEndpoint } from './listed.ts';

const credentialFields = [
  'apiKey',
  'secret',
  'password',
  'uid',
  'login',
  'token',
  'twofa',
  'accountId',
  'walletAddress',
  'privateKey',
];

// What `sign()` takes that differs from one moment to the next; ccxt keeps these functions on the exchange.
const instant = {
  milliseconds: () => 1_700_000_000_000,
  microseconds: () => 1_700_000_000_000_000,
  seconds: () => 1_700_000_000,
  uuid: () => '0',
  uuid16: () => '0',
  uuid22: () => '0',
};

/**
 * Which endpoints ccxt signs with nothing of the account's: signed for two different accounts and for none at all, at
 * the same instant, the request is the same. Whatever throws or differs is not among them.
 */
export function unsignedOf(exchangeId: string, listed: readonly ListedEndpoint[]): Set<string> {
  const base = classesOf(exchangeId).at(-1);
  if (base === undefined) throw new Error(`${exchangeId}: no such exchange`);
  const accounts = ['1', '2', undefined].map((digit) => accountOf(new base(), digit));
  return new Set(listed.filter((endpoint) => isSignedAlike(accounts, endpoint)).map(({ id }) => id));
}

function accountOf(exchange: Exchange, digit: string | undefined): Exchange {
  Object.assign(exchange, instant);
  if (digit === undefined) return exchange;
  for (const field of credentialFields) Reflect.set(exchange, field, digit.repeat(64));
  // Where a session's token stands instead of a signature, it's one of the account's secrets as well.
  Object.assign(exchange.options, {
    accessToken: digit.repeat(64),
    token: digit.repeat(64),
    expires: 9_999_999_999_999,
  });
  return exchange;
}

function isSignedAlike(accounts: readonly Exchange[], { path, api, verb }: ListedEndpoint): boolean {
  const params = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, 'x']));
  const signed = accounts.map((account) => {
    try {
      return JSON.stringify(account.sign(path, api.length > 1 ? api : api[0], verb, { ...params }));
    } catch {
      return undefined;
    }
  });
  return signed[0] !== undefined && signed.every((request) => request === signed[0]);
}
