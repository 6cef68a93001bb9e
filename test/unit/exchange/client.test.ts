import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CcxtExchange } from '../../../electron/exchange/ccxt.ts';
import { loadExchangeClass } from '../../../electron/exchange/ccxt.ts';
import type { ExchangeClient } from '../../../electron/exchange/client.ts';
import { newTransmission } from '../../../electron/exchange/transmission.ts';
import type { Venue } from '../../../electron/exchange/venue.ts';
import type { PracticeKey } from '../../../electron/practice/keys.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { connect, json, openClient, openGate, serve, venueAt } from './fixture.ts';

let practice: Practice;
let venue: Venue;
let key: PracticeKey;
let client: ExchangeClient;

/** The exchange object that signed last, to look at what it keeps. */
let exchange: CcxtExchange;

beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  venue = venueAt(practice.url);
  const found = practice.keys.find(({ label }) => label === 'practice-unlimited');
  if (found === undefined) throw new Error('no key');
  key = found;
  const Exchange = await loadExchangeClass('kraken');
  const own = Exchange.prototype.sign;
  Exchange.prototype.sign = function (this: CcxtExchange, ...args: unknown[]) {
    exchange = this;
    return Reflect.apply(own, this, args);
  };
  client = await connect(venue, key);
  await client.loadMarkets();
});

afterAll(async () => {
  await venue.close();
  await practice.close();
});

const order = (price: number) => ({ symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price });

describe('a private request', () => {
  it.each([
    ['fetchBalance', [], ['privatePostBalanceEx']],
    ['fetchOpenOrders', ['BTC/USD'], ['privatePostOpenOrders']],
    ['createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000], ['privatePostAddOrder']],
    ['createOrders', [[order(1000), order(1001)]], ['privatePostAddOrderBatch']],
    ['privatePostBalance', [{}], ['privatePostBalance']],
    ['private_post_balance', [{}], ['privatePostBalance']],
  ])('of %s passes the gate once', async (method, args, endpoints) => {
    const { gate, passed } = openGate(key);
    await client.call(method, args, gate);
    expect(passed.map(({ endpoint }) => endpoint.id)).toEqual(endpoints);
    expect(passed.every(({ params }) => !('nonce' in params) && !('otp' in params))).toBe(true);
  });

  it('that the gate refuses never leaves', async () => {
    const server = await serve((_, response) => json(response, { error: [], result: {} }));
    const bare = await openClient('kraken', server.url);
    const refuse = () => Promise.reject(new Error('no'));
    await expect(bare.call('privatePostBalance', [{}], refuse)).rejects.toThrow('no');
    expect(server.asked).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  it('shows in the signed body what the gate gave, and not what the bot asked for', async () => {
    const bodies: string[] = [];
    const server = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => json(response, { error: [], result: {} }));
    });
    const bare = await openClient('kraken', server.url);
    await bare.call('privatePostBalance', [{ asset: 'XBT' }], (_, transmit) =>
      transmit({ asset: 'ETH', otp: '123456' }, newTransmission()),
    );
    expect(new URLSearchParams(bodies.join('')).get('asset')).toBe('ETH');
    expect(new URLSearchParams(bodies.join('')).get('otp')).toBe('123456');
    await server[Symbol.asyncDispose]();
  });

  it('is marked as handed over only once it may have left, and is measured', async () => {
    const seen: boolean[] = [];
    await client.call('fetchBalance', [], async (request, transmit) => {
      const transmission = newTransmission();
      await expect(transmit({ ...request.params, otp: 'wrong' }, transmission)).rejects.toThrow();
      seen.push(transmission.handedOver);
      expect(transmission.networkMs).toBeGreaterThan(0);
      expect(transmission.bytesOut).toBeGreaterThan(10);
      expect(transmission.bytesIn).toBeGreaterThan(10);
      return { error: [], result: {} };
    });
    expect(seen).toEqual([true]);
  });

  it('sent on by two calls at once goes to the gate of its own call', async () => {
    const gates = Array.from({ length: 8 }, () => openGate(key));
    await Promise.all(
      gates.map(({ gate }, n) => client.call('privatePostOpenOrders', [{ userref: n }], gate).catch(() => {})),
    );
    expect(gates.map(({ passed }) => passed.map(({ params }) => params['userref']))).toEqual(gates.map((_, n) => [n]));
  });
});

describe('what ccxt could do by itself', () => {
  it.each(['sign', 'fetch2', 'request'])('%s outside a gate is refused for a private endpoint', async (method) => {
    const server = await serve((_, response) => json(response, { error: [], result: {} }));
    const bare = await openClient('kraken', server.url);
    const gate = () => Promise.reject(new Error('gate'));
    const outcome = bare.call(method, ['Balance', 'private', 'POST', {}], gate);
    // fetch2 and request come to the gate; sign has none to come to.
    if (method === 'sign') await expect(outcome).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    else await expect(outcome).rejects.toThrow('gate');
    expect(server.asked).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  it.each([
    ['an endpoint in no table', ['Unheard', 'private', 'POST', {}]],
    ['a private path under the public name', ['Balance', 'public', 'GET', {}]],
    ['another verb', ['Balance', 'private', 'GET', {}]],
    ['a group of that name as a list', ['Balance', ['private'], 'POST', {}]],
  ])('%s is refused, gate or not', async (_, args) => {
    const { gate, passed } = openGate();
    await expect(client.call('fetch2', args, gate)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await expect(client.call('sign', args, gate)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(passed).toEqual([]);
  });

  it("ccxt's retries are off, whatever its options say", async () => {
    const server = await serve((request) => request.socket.destroy());
    const bare = await openClient('kraken', server.url);
    const { gate, passed } = openGate();
    await expect(
      bare.call('privatePostBalance', [{ maxRetriesOnFailure: 5 }], (request, transmit) =>
        gate({ ...request, params: {} }, transmit),
      ),
    ).rejects.toThrow();
    expect([passed.length, server.asked.length]).toEqual([1, 1]);
    await server[Symbol.asyncDispose]();
  });

  it('nothing of a request is left in ccxt after it, well or not', async () => {
    const kept = () => [
      exchange.last_request_headers,
      exchange.last_request_body,
      exchange.last_request_url,
      exchange.last_http_response,
      exchange.last_json_response,
      exchange.last_response_headers,
    ];
    await client.call('fetchBalance', [], openGate(key).gate);
    expect(exchange.id).toBe('kraken');
    expect(kept()).toEqual(kept().map(() => undefined));
    await expect(client.call('fetchBalance', [], openGate().gate)).rejects.toThrow();
    expect(kept()).toEqual(kept().map(() => undefined));
  });

  it('an unknown method is named as such', () => {
    expect(() => client.call('nothingLikeIt', [], openGate().gate)).toThrow(
      expect.objectContaining({ code: 'METHOD_UNKNOWN' }),
    );
    expect(client.has('fetchBalance') && !client.has('nothingLikeIt')).toBe(true);
  });

  it('an unknown exchange is refused', async () => {
    for (const id of ['nothing', '../kraken', 'Kraken', '', 'base']) {
      await expect(openClient(id, null)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    }
  });
});

describe.each(['binance', 'okx', 'bybit', 'kucoin', 'coinbaseexchange', 'bitfinex'])(
  'a private request at %s',
  (id) => {
    it('goes to the endpoint of the key, through the gate', async () => {
      const server = await serve((_, response) => json(response, {}));
      const other = await openClient(id, server.url);
      const endpoint = other.endpoints.all.find(({ needs, isPublic }) => needs === 'account.read' && !isPublic);
      if (endpoint === undefined) throw new Error('no private endpoint');
      const { gate, passed } = openGate();
      const path = Object.fromEntries([...endpoint.path.matchAll(/{(\w+)}/g)].map(([, name]) => [name, '1']));
      await other.call(endpoint.id, [path], gate).catch((fault: unknown) => {
        // The empty answer may be no answer to ccxt; what matters is where it came from.
        expect(fault).toBeInstanceOf(Error);
      });
      expect(passed.map((request) => request.endpoint.id)).toEqual([endpoint.id]);
      expect(server.asked).toHaveLength(1);
      await server[Symbol.asyncDispose]();
    });
  },
);
