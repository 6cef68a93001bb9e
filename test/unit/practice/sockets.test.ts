import { crc32 } from 'node:zlib';
import Big from 'big.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Bench, open } from './fixture.ts';

const key = 'practice-unlimited';

let bench: Bench;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  bench = await open();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await bench.practice.close();
});

interface Client {
  readonly socket: WebSocket;
  /** The messages so far, as text: JSON.parse would lose digits. */
  readonly texts: string[];
  send(message: object | string): void;
  /** Waits for a message that fits; messages before it are dropped. */
  next(fits: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** What `next` gave last, as text; more may have come since. */
  last(): string;
}

async function connect(path = '/v2'): Promise<Client> {
  const socket = new WebSocket(`${bench.practice.url.replace('http', 'ws')}${path}`);
  sockets.push(socket);
  const texts: string[] = [];
  let at = 0;
  socket.on('message', (data) => texts.push(String(data)));
  const opened = Promise.withResolvers<void>();
  socket.once('open', () => opened.resolve());
  socket.once('error', opened.reject);
  await opened.promise;
  const next: Client['next'] = async (fits) => {
    for (let waited = 0; waited < 400; waited += 1) {
      while (at < texts.length) {
        const message = JSON.parse(texts[at++] ?? '{}');
        if (fits(message)) return message;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no such message among ${texts.length}: ${texts.slice(-3).join('\n').slice(0, 600)}`);
  };
  return {
    socket,
    texts,
    next,
    last: () => texts[at - 1] ?? '',
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
  };
}

const tokenOf = async (label = key) => String((await bench.call(label, 'GetWebSocketsToken')).result['token']);
/** Time passes, and open sockets are told. */
const pass = async (ms: number) => {
  bench.pass(ms);
  await bench.control('clock', { offsetMs: 0 });
};
const on = (channel: string, type?: string) => (message: Record<string, unknown>) =>
  message['channel'] === channel && (type === undefined || message['type'] === type);
const rowsOf = (message: Record<string, unknown>): Record<string, unknown>[] =>
  JSON.parse(JSON.stringify(message['data']));

describe('public channels', () => {
  it('begin with a status, answer a ping, and send heartbeats while something is subscribed', async () => {
    const client = await connect();
    expect(rowsOf(await client.next(on('status')))).toMatchObject([{ system: 'online', api_version: 'v2' }]);
    client.send({ method: 'ping', req_id: 101 });
    expect(await client.next(({ method }) => method === 'pong')).toMatchObject({ req_id: 101 });
    client.send({ method: 'subscribe', params: { channel: 'instrument' }, req_id: 1 });
    const list = await client.next(on('instrument', 'snapshot'));
    expect(list['data']).toMatchObject({
      pairs: expect.arrayContaining([expect.objectContaining({ symbol: 'DOGE/USD' })]),
    });
    await pass(1000);
    await client.next(on('heartbeat'));
  });

  it('ticker gives the prices of REST, then each change', async () => {
    const client = await connect();
    client.send({ method: 'subscribe', params: { channel: 'ticker', symbol: ['BTC/USD', 'ETH/USD'] }, req_id: 7 });
    expect(await client.next(({ method }) => method === 'subscribe')).toMatchObject({
      ...{ req_id: 7, success: true },
      result: { channel: 'ticker', symbol: 'BTC/USD', snapshot: true },
    });
    const [row] = rowsOf(await client.next(on('ticker', 'snapshot')));
    const { result } = await bench.read('Ticker?pair=XBTUSD');
    const { a, b, c } = JSON.parse(JSON.stringify(Object.values(result)[0]));
    expect(row).toMatchObject({ symbol: 'BTC/USD', ask: Number(a[0]), bid: Number(b[0]), last: Number(c[0]) });
    await pass(60_000);
    const [later] = rowsOf(await client.next(on('ticker', 'update')));
    expect(later?.['last']).not.toBe(row?.['last']);
  });

  it('book sends a snapshot and changes that lead to the book of REST, with the checksum of what then stands', async () => {
    const client = await connect();
    client.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'], depth: 25 } });
    const sides = { asks: new Map<string, string>(), bids: new Map<string, string>() };
    const apply = (text: string): number => {
      const message = JSON.parse(text, (_name, value, context?: { source?: string }) =>
        typeof value === 'number' ? context?.source : value,
      );
      const [row] = message.data;
      for (const side of ['asks', 'bids'] as const) {
        for (const { price, qty } of row[side]) {
          if (Number(qty) === 0) sides[side].delete(price);
          else sides[side].set(price, qty);
        }
      }
      return Number(row.checksum);
    };
    const checksum = (): number => {
      const digits = (entry: readonly [string, string]) =>
        entry.map((text) => text.replace('.', '').replace(/^0+/, '')).join('');
      const asks = [...sides.asks].sort(([p], [q]) => Number(p) - Number(q)).slice(0, 10);
      const bids = [...sides.bids].sort(([p], [q]) => Number(q) - Number(p)).slice(0, 10);
      return crc32([...asks, ...bids].map(digits).join(''));
    };
    await client.next(on('book', 'snapshot'));
    expect(apply(client.last())).toBe(checksum());
    for (let second = 0; second < 20; second += 1) {
      await pass(1000);
      await client.next(on('book', 'update'));
      expect(apply(client.last())).toBe(checksum());
    }
    expect([sides.asks.size, sides.bids.size]).toEqual([25, 25]);
    const { result } = await bench.read('Depth?pair=XBTUSD&count=25');
    const { asks } = JSON.parse(JSON.stringify(result['XXBTZUSD']));
    expect(new Map(asks.map(([price, volume]: string[]) => [price, volume]))).toEqual(
      new Map([...sides.asks].sort(([p], [q]) => Number(p) - Number(q))),
    );
  });

  it('trade and ohlc go on where REST stands', async () => {
    const client = await connect();
    client.send({ method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'] } });
    client.send({ method: 'subscribe', params: { channel: 'ohlc', symbol: ['BTC/USD'], interval: 5 } });
    const seen = rowsOf(await client.next(on('trade', 'snapshot')));
    expect(seen).toHaveLength(50);
    const candles = rowsOf(await client.next(on('ohlc', 'snapshot')));
    await pass(30_000);
    const fresh = rowsOf(await client.next(on('trade', 'update')));
    const ids = [...seen, ...fresh].map(({ trade_id }) => Number(trade_id));
    expect(ids).toEqual(ids.map((_, index) => (ids[0] ?? 0) + index));
    const { result } = await bench.read('OHLC?pair=XBTUSD&interval=5');
    const rows = JSON.parse(JSON.stringify(result['XXBTZUSD']));
    const [current] = rowsOf(await client.next(on('ohlc', 'update')));
    expect(current).toMatchObject({ interval: 5, close: Number(rows.at(-1)[4]) });
    expect(candles.at(0)).toMatchObject({ symbol: 'BTC/USD', open: Number(rows.at(-50)[1]) });
  });
});

describe('private channels', () => {
  it('tell of an order from its placing over its fills to its end, and of what it did to the balances', async () => {
    const client = await connect();
    const token = await tokenOf();
    client.send({ method: 'subscribe', params: { channel: 'executions', token } });
    client.send({ method: 'subscribe', params: { channel: 'balances', token } });
    expect(await client.next(on('executions', 'snapshot'))).toMatchObject({ data: [], sequence: 1 });
    expect(rowsOf(await client.next(on('balances', 'snapshot')))).toEqual(
      expect.arrayContaining([expect.objectContaining({ asset: 'BTC', balance: 2 })]),
    );
    const placed = await bench.call(key, 'AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'market',
      volume: '0.5',
      userref: '5',
    });
    const [id] = JSON.parse(JSON.stringify(placed.result['txid']));
    const changes: string[] = [];
    let bought = new Big(0);
    let last: Record<string, unknown> = {};
    while (last['exec_type'] !== 'filled') {
      [last = {}] = rowsOf(await client.next(on('executions', 'update')));
      expect(last).toMatchObject({ order_id: id, symbol: 'BTC/USD', side: 'buy', order_userref: 5 });
      changes.push(String(last['exec_type']));
      if (last['exec_type'] === 'trade') bought = bought.plus(String(last['last_qty']));
    }
    expect(changes[0]).toBe('new');
    expect(bought.toFixed()).toBe('0.5');
    expect(last).toMatchObject({ order_status: 'filled', cum_qty: 0.5 });
    const entries = client.texts
      .map((text) => JSON.parse(text))
      .filter(on('balances', 'update'))
      .flatMap(rowsOf);
    const gained = entries
      .filter(({ asset }) => asset === 'BTC')
      .reduce((sum, { amount }) => sum.plus(String(amount)), new Big(0));
    expect(gained.toFixed()).toBe('0.5');
    const sequences = client.texts
      .map((text) => JSON.parse(text))
      .filter(on('executions'))
      .map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
  });

  it('tell of what time does: a trigger, a fill at rest, an expiry', async () => {
    const client = await connect();
    client.send({ method: 'subscribe', params: { channel: 'executions', token: await tokenOf() } });
    await bench.call(key, 'AddOrder', {
      pair: 'XBTUSD',
      type: 'sell',
      ordertype: 'stop-loss',
      price: '-0.1%',
      volume: '0.01',
    });
    await bench.call(key, 'AddOrder', {
      pair: 'XBTUSD',
      type: 'buy',
      ordertype: 'limit',
      price: '-40%',
      volume: '0.01',
      timeinforce: 'GTD',
      expiretm: '+3600',
    });
    await pass(48 * 3_600_000);
    const seen = new Set<string>();
    while (!(seen.has('filled') && seen.has('expired'))) {
      const [row] = rowsOf(await client.next(on('executions', 'update')));
      seen.add(String(row?.['exec_type']));
    }
    expect([...seen].sort()).toEqual(['expired', 'filled', 'new', 'status', 'trade']);
  });

  it('place, change and cancel orders as REST does', async () => {
    const client = await connect();
    const token = await tokenOf();
    let reqId = 0;
    const ask = async (method: string, params: object) => {
      reqId += 1;
      client.send({ method, params: { ...params, token }, req_id: reqId });
      return client.next((message) => message['req_id'] === reqId);
    };
    const limit = { symbol: 'BTC/USD', side: 'buy', order_type: 'limit', limit_price: 20_000.5, order_qty: 0.1 };
    const added = await ask('add_order', { ...limit, cl_ord_id: 'grid-1', time_in_force: 'gtc', post_only: true });
    expect(added).toMatchObject({
      success: true,
      result: { cl_ord_id: 'grid-1', order_id: expect.stringMatching(/^O/) },
    });
    const { order_id } = JSON.parse(JSON.stringify(added['result']));
    expect(await ask('amend_order', { order_id, limit_price: 21_000 })).toMatchObject({
      success: true,
      result: { order_id },
    });
    const shown = async (id: string) => Object((await bench.call(key, 'QueryOrders', { txid: id })).result[id]);
    expect(await shown(order_id)).toMatchObject({
      descr: { price: '21000.0' },
      cl_ord_id: 'grid-1',
      oflags: 'post,fciq',
    });
    const edited = await ask('edit_order', { order_id, symbol: 'BTC/USD', limit_price: 22_000, order_qty: 0.2 });
    expect(edited).toMatchObject({ success: true, result: { original_order_id: order_id } });
    expect(
      await ask('cancel_order', { order_id: [JSON.parse(JSON.stringify(edited['result'])).order_id] }),
    ).toMatchObject({ success: true });
    const stop = {
      ...limit,
      side: 'sell',
      order_type: 'stop-loss-limit',
      triggers: { price: -5, price_type: 'pct' },
      limit_price: 50_000,
    };
    const waiting = await ask('add_order', stop);
    expect(await shown(JSON.parse(JSON.stringify(waiting['result'])).order_id)).toMatchObject({
      descr: { ordertype: 'stop-loss-limit', price2: '50000.0' },
    });
    const close = { order_type: 'stop-loss', trigger_price: 30_000 };
    expect(
      await ask('add_order', { ...limit, order_type: 'market', limit_price: undefined, conditional: close }),
    ).toMatchObject({ success: true });
    expect(
      await ask('add_order', { symbol: 'ETH/USD', side: 'buy', order_type: 'market', cash_order_qty: 100 }),
    ).toMatchObject({ success: true });
    const batch = { symbol: 'BTC/USD', orders: [limit, { ...limit, order_qty: 90 }] };
    expect(await ask('batch_add', batch)).toMatchObject({
      result: [{ order_id: expect.any(String) }, { error: 'EOrder:Insufficient funds' }],
    });
    expect(await ask('cancel_all_orders_after', { timeout: 60 })).toMatchObject({
      success: true,
      result: { triggerTime: expect.any(String) },
    });
    expect(await ask('cancel_all', {})).toMatchObject({ success: true, result: { count: 3 } });
    expect(await ask('add_order', { ...limit, order_qty: 90 })).toMatchObject({
      success: false,
      error: 'EOrder:Insufficient funds',
    });
  });
});

describe('what is wrong is said, and nothing breaks', () => {
  it.each([
    ['no JSON', 'hello', 'Malformed request'],
    ['a list', '[1]', 'Malformed request'],
    ['an unknown method', '{"method":"steal","params":{}}', 'Unsupported method: steal'],
    [
      'an unknown channel',
      '{"method":"subscribe","params":{"channel":"gossip","symbol":["BTC/USD"]}}',
      'Channel not supported gossip',
    ],
    [
      'an unknown pair',
      '{"method":"subscribe","params":{"channel":"ticker","symbol":["XBT/USD"]}}',
      'Currency pair not supported XBT/USD',
    ],
    [
      'a wrong depth',
      '{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":11}}',
      'Subscription book has a wrong option',
    ],
    [
      'nothing to unsubscribe',
      '{"method":"unsubscribe","params":{"channel":"ticker","symbol":["BTC/USD"]}}',
      'Subscription Not Found',
    ],
    ['no token', '{"method":"subscribe","params":{"channel":"executions"}}', 'ESession:Invalid session'],
    ['a foreign token', '{"method":"add_order","params":{"token":"abc"}}', 'ESession:Invalid session'],
  ])('%s', async (_name, text, error) => {
    const client = await connect();
    client.send(text);
    expect(await client.next(({ success }) => success === false)).toMatchObject({ error });
    client.send({ method: 'ping' });
    await client.next(({ method }) => method === 'pong');
  });

  it('a token begins within 15 minutes, stays good on its socket, and holds no more rights than its key', async () => {
    const token = await tokenOf('practice-mobile');
    const early = await connect();
    const add = { method: 'cancel_all', params: { token } };
    early.send(add);
    expect(await early.next(({ method }) => method === 'cancel_all')).toMatchObject({ success: true });
    bench.pass(16 * 60_000);
    early.send(add);
    expect(await early.next(({ method }) => method === 'cancel_all')).toMatchObject({ success: true });
    const late = await connect();
    late.send(add);
    expect(await late.next(({ method }) => method === 'cancel_all')).toMatchObject({
      error: 'ESession:Invalid session',
    });
    expect(await bench.errorOf('practice-restricted', 'GetWebSocketsToken')).toBe('EGeneral:Permission denied');
  });

  it('subscribing twice is refused, unsubscribing ends it', async () => {
    const client = await connect();
    const params = { channel: 'ticker', symbol: ['BTC/USD'] };
    for (const method of ['subscribe', 'subscribe', 'unsubscribe', 'subscribe']) client.send({ method, params });
    const answers = [];
    for (let at = 0; at < 4; at += 1) answers.push(await client.next(({ method }) => method !== undefined));
    expect(answers.map(({ success, error }) => error ?? success)).toEqual([true, 'Already subscribed', true, true]);
  });

  it('a message past the limit ends its socket with 1009, another path is not there, a reset ends all', async () => {
    const closed = (client: Client) => new Promise<number>((resolve) => client.socket.once('close', resolve));
    const loud = await connect();
    const end = closed(loud);
    loud.send('x'.repeat(70_000));
    expect(await end).toBe(1009);
    await expect(connect('/v3')).rejects.toThrow('404');
    const quiet = await connect();
    const gone = closed(quiet);
    await bench.control('reset');
    expect(await gone).toBe(1006);
  });
});
