/** What a client of an exchange must be told so that its requests come to the agent: addresses and credentials. */
import type { AddressTree, SetupRefusal } from '../../../shared/connect/bot-setup.ts';
import { loadExchangeClass } from '../ccxt.ts';
import { dummyOf, lacksApiKey } from './dummy.ts';

export interface ClientSetup {
  readonly refused: SetupRefusal | null;
  readonly proxyUrl: string | null;
  readonly addresses: readonly { readonly exchange: string; readonly agent: string }[];
  readonly urls: AddressTree;
  readonly credentials: readonly { readonly name: string; readonly value: string }[];
}

export interface SetupOf {
  /** ccxt's id. */
  readonly exchange: string;
  /** Where requests are signed anew, `http://127.0.0.1:8700/v1/resign/kraken-main/`; null where nowhere. */
  readonly base: string | null;
  /** Stands where the token belongs. */
  readonly token: string;
}

/** ccxt signs in there with the API key, and then sends the session that it was given. */
const sessions: ReadonlySet<string> = new Set(['bullish']);

/**
 * The same for every key of an exchange: where a key has an address of its own, that stands for each of these.
 * Throws: INPUT_INVALID on an exchange that ccxt does not have.
 */
export async function clientSetupOf({ exchange, base, token }: SetupOf): Promise<ClientSetup> {
  const Exchange = await loadExchangeClass(exchange);
  const { urls, hostname, requiredCredentials } = new Exchange({});
  const api = httpOnly(urls.api);
  const { credentials } = dummyOf(exchange, token);
  const origins = originsOf(api, [hostname, ...Object.values(hostnamesOf(urls))]);
  return {
    refused: refusalOf(exchange, requiredCredentials, origins),
    proxyUrl: base,
    addresses: base === null ? [] : origins.map((origin) => ({ exchange: origin, agent: onAgent(origin, base) })),
    urls: base === null ? {} : mapped(api, (address) => onAgent(address, base)),
    credentials: Object.keys(requiredCredentials).flatMap((name) => {
      const value = requiredCredentials[name] ? credentials[name] : undefined;
      return value === undefined ? [] : [{ name, value }];
    }),
  };
}

const onAgent = (address: string, base: string): string => address.replace(/^https?:\/\//, base);

/** WebSockets are left out: what ccxt.pro watches does not go through the agent. */
function httpOnly(addresses: unknown): AddressTree {
  if (typeof addresses !== 'object' || addresses === null) return {};
  const entries = Object.entries(addresses).flatMap(([name, value]): [string, string | AddressTree][] => {
    if (typeof value === 'string') return /^https?:\/\//.test(value) ? [[name, value]] : [];
    const tree = httpOnly(value);
    return Object.keys(tree).length > 0 ? [[name, tree]] : [];
  });
  return Object.fromEntries(entries);
}

const mapped = (tree: AddressTree, change: (address: string) => string): AddressTree =>
  Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [
      name,
      typeof value === 'string' ? change(value) : mapped(value, change),
    ]),
  );

const leavesOf = (tree: AddressTree): string[] =>
  Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : leavesOf(value)));

/** Scheme and host of each address, once. Takes: hostnames = what ccxt may put in the place of `{hostname}`. */
function originsOf(tree: AddressTree, hostnames: readonly (string | undefined)[]): string[] {
  const addresses = leavesOf(tree).flatMap((address) =>
    address.includes('{hostname}')
      ? hostnames.flatMap((name) => (name === undefined ? [] : [address.replaceAll('{hostname}', name)]))
      : [address],
  );
  return [...new Set(addresses.map((address) => new URL(address).origin))];
}

/** htx has one for its spot markets and one for its futures. */
function hostnamesOf(urls: object): Record<string, string> {
  const names: unknown = Reflect.get(urls, 'hostnames');
  if (typeof names !== 'object' || names === null) return {};
  return Object.fromEntries(
    Object.entries(names).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const ownApi = "The agent's own API takes every method of ccxt for this key: POST /v1/keys/{key}/call.";

function refusalOf(
  exchange: string,
  required: Readonly<Record<string, boolean>>,
  origins: readonly string[],
): SetupRefusal | null {
  if (lacksApiKey(required))
    return {
      id: 'no-api-key',
      text: 'This exchange knows accounts by a wallet and not by an API key, so there is no place for the token.',
      instead: ownApi,
    };
  if (sessions.has(exchange))
    return {
      id: 'session',
      text: 'ccxt signs in at this exchange and then sends its session instead of the API key, so most requests carry no token.',
      instead: ownApi,
    };
  if (origins.some((origin) => new URL(origin).port !== ''))
    return {
      id: 'port',
      text: 'The address of this exchange holds a port, and such addresses are not signed anew.',
      instead: ownApi,
    };
  return null;
}
