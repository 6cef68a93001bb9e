/** An account on an exchange that verifies signatures, its real key in the agent's hands, and a bot that has but a token. */
import { loadExchangeClass } from '../../../../../electron/exchange/ccxt.ts';
import { ExchangeClient } from '../../../../../electron/exchange/client.ts';
import { setHashing } from '../../../../../electron/exchange/hashing.ts';
import { placeCode, placementOf } from '../../../../../electron/exchange/placement.ts';
import type { Gate } from '../../../../../electron/exchange/private-request.ts';
import { dummyOf } from '../../../../../electron/exchange/resign/dummy.ts';
import { type Recovered, Recovery, type ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { newTransmission } from '../../../../../electron/exchange/transmission.ts';
import { requestOf } from '../../../../bench/resign/client.ts';
import { routeTo } from '../../../../fakes/signed/route.ts';
import { type Seen, type SignedServer, startSigned } from '../../../../fakes/signed/server.ts';
import type { Verifier } from '../../../../fakes/signed/wire.ts';
import { token } from '../talk.ts';

/** The real key and who checks it; code = what its second factor shows. */
export interface AccountOptions {
  readonly exchange: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly verifier: Verifier;
  readonly code?: () => string;
}

/** What was understood, and what the exchange saw of it. */
export interface Resigned extends Seen {
  readonly recovered: Recovered;
}

export interface Account extends AsyncDisposable {
  /** Recovers what was meant and signs it as the agent does. Throws: RESIGN_REFUSED, with nothing sent. */
  resign(request: ResignRequest): Promise<Resigned>;
  readonly server: SignedServer;
}

export async function openAccount({ exchange, credentials, verifier, code }: AccountOptions): Promise<Account> {
  const server = await startSigned(verifier);
  const recovery = await Recovery.open(exchange, null);
  let last = 0;
  const dispatcher = routeTo(server.url);
  const client = await ExchangeClient.open({
    ...{ exchange, endpoint: null, credentials, dispatcher, throttled: false },
    ...{ now: Date.now, monotonic: () => performance.now(), onClockSample: () => {} },
    nonce: (own) => {
      last = Math.max(last + 1, own);
      return last;
    },
  });
  const gate: Gate = ({ endpoint, params }, transmit) => {
    const placement = code === undefined ? undefined : placementOf(exchange, endpoint);
    if (placement === undefined || code === undefined) return transmit(params, newTransmission());
    const placed = placeCode(placement, params, code());
    return transmit(placed.params, newTransmission(), placed.headers);
  };
  return {
    server,
    resign: async (request) => {
      const recovered = recovery.recover(request);
      server.take();
      // What ccxt makes of an empty answer does not matter; what came to the server does.
      await client.call(recovered.endpoint.id, [recovered.params], gate).catch(() => undefined);
      const [seen, ...more] = server.take();
      if (seen === undefined || more.length > 0) throw new Error(`${recovered.endpoint.id} made no one request`);
      return { ...seen, recovered };
    },
    [Symbol.asyncDispose]: async () => {
      client.close();
      await dispatcher.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The bot's ccxt, with the token as its API key and the dummy secret that the agent shows; it sends nothing. */
export interface CcxtBot {
  /** Calls a method, unified or implicit, and gives the one private request that it would send. */
  write(method: string, ...args: readonly unknown[]): Promise<ResignRequest>;
}

/** Takes: markets by ccxt's shape and options, so that no method asks for either. */
export async function openBot(exchange: string, markets: readonly object[], known: object = {}): Promise<CcxtBot> {
  const Exchange = await loadExchangeClass(exchange);
  const { credentials, options } = dummyOf(exchange, token);
  const ccxt = new Exchange({ ...credentials, enableRateLimit: false, verbose: false });
  Object.assign(ccxt.options, options, known);
  setHashing(ccxt);
  const given = Object.fromEntries(markets.map((market) => [Reflect.get(market, 'symbol'), market]));
  Reflect.apply(Reflect.get(ccxt, 'setMarkets'), ccxt, [given]);
  let written: ResignRequest[] = [];
  ccxt.fetch = (url, method, headers, body) => {
    const pairs = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
    const texts = pairs
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)] as const);
    const text = typeof body === 'string' ? body : undefined;
    written.push(requestOf({ url, method, headers: Object.fromEntries(texts), body: text }));
    return Promise.reject(new Error('written, not sent'));
  };
  return {
    write: async (method, ...args) => {
      written = [];
      const callable: unknown = Reflect.get(ccxt, method);
      if (typeof callable !== 'function') throw new Error(`${exchange} has no ${method}`);
      await Reflect.apply(callable, ccxt, args).catch(() => undefined);
      const [request, ...more] = written;
      if (request === undefined || more.length > 0) throw new Error(`${method} wrote no one request`);
      return request;
    },
  };
}

/** All that was sent, as text, to look for what must not be in it. */
export const textOf = ({ request: { target, headers, body } }: Seen): string =>
  [target, ...headers.map(([name, value]) => `${name}: ${value}`), body.toString()].join('\n');

/** The parameters of a form or of a query, by JavaScript's own reader. */
export const fieldsOf = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
