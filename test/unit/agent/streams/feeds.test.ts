import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FeedPlace, Feeds } from '../../../../electron/agent/streams/feeds.ts';
import { Reader, type Waiting } from '../../../../electron/agent/streams/reader.ts';
import { readThing } from '../../../../electron/agent/streams/thing.ts';
import { AppError } from '../../../../shared/errors.ts';
import { type HandClock, handClock } from '../../../fakes/hand-clock.ts';
import { type FakeKept, fakeKept } from '../../../fakes/kept-client.ts';

let clock: HandClock;
let feeds: Feeds;
let clients: FakeKept[];
let opened: AbortController;
let strays: unknown[];
const note = (fault: unknown) => void strays.push(fault);
beforeEach(() => {
  clock = handClock();
  feeds = new Feeds(clock);
  clients = [];
  opened = new AbortController();
  strays = [];
  process.on('unhandledRejection', note);
});
afterEach(async () => {
  feeds.end();
  await setImmediate();
  process.off('unhandledRejection', note);
  expect(strays).toEqual([]);
});

const place = (name = 'key_a'): FeedPlace => ({
  name,
  open: async () => {
    const client = fakeKept();
    clients.push(client);
    return { client, gate: () => Promise.reject(new Error('unused')), over: opened.signal };
  },
});

function join(method: string, args: readonly unknown[] = [], symbols: 'any' | string[] = 'any', at = place()) {
  const errors: AppError[] = [];
  const reader = new Reader(
    1,
    symbols,
    () => {},
    (_reader, error) => errors.push(error),
  );
  const leave = feeds.join(at, readThing(method, args), reader);
  const told = (): Waiting[] => {
    const all: Waiting[] = [];
    for (let next = reader.take(); next !== undefined; next = reader.take()) all.push(next);
    return all;
  };
  return { leave, told, errors };
}

const turn = async () => {
  for (let n = 0; n < 3; n += 1) await setImmediate();
};
const lost = { missed: null, detail: expect.any(String) };
const unavailable = () => new AppError('EXCHANGE_UNAVAILABLE', { sent: 'no' });

describe('a thing', () => {
  it('is asked for once, however many watch it, and each is told the same', async () => {
    const [one, other] = [join('watchOrders'), join('watchOrders', [null])];
    await turn();
    expect(clients.map(({ asked }) => asked)).toEqual([['watchOrders []']]);
    clients[0]?.tell([{ symbol: 'BTC/USD' }]);
    await turn();
    expect([one.told(), other.told()]).toEqual(Array(2).fill([{ event: '[{"symbol":"BTC/USD"}]' }]));
  });

  it('tells each bot only of its own symbols', async () => {
    const [narrow, wide] = [join('watchOrders', [], ['BTC/USD']), join('watchOrders')];
    await turn();
    clients[0]?.tell([{ symbol: 'ETH/USD' }]);
    await turn();
    expect([narrow.told(), wide.told().length]).toEqual([[], 1]);
  });

  it('is written down when it comes, since ccxt goes on changing it', async () => {
    const { told } = join('watchOrderBook', ['BTC/USD']);
    await turn();
    const book = { bids: [1] };
    clients[0]?.tell(book);
    await turn();
    book.bids.push(2);
    expect(told()).toEqual([{ event: '{"bids":[1]}' }]);
  });

  it('that is a state is told at once to who comes later; what only changed is not told again', async () => {
    join('watchTicker', ['BTC/USD']);
    join('watchOrders');
    await turn();
    clients[0]?.tell({ symbol: 'BTC/USD' });
    await turn();
    expect(join('watchTicker', ['BTC/USD']).told()).toHaveLength(1);
    expect(join('watchOrders').told()).toEqual([]);
  });

  it('is let go five seconds after its last bot, with the connection where nothing else is watched', async () => {
    const first = join('watchTicker', ['BTC/USD']);
    const second = join('watchTicker', ['ETH/USD']);
    await turn();
    first.leave();
    await clock.pass(4_900);
    expect(clients[0]?.unwatched).toEqual([]);
    await clock.pass(200);
    expect([clients[0]?.unwatched, clients[0]?.isEnded]).toEqual([['watchTicker ["BTC/USD"]'], false]);
    second.leave();
    await clock.pass(5_100);
    expect(clients[0]?.isEnded).toBe(true);
  });

  it('is not let go where another thing may lean on the same subscription', async () => {
    const { leave } = join('watchTicker', ['BTC/USD']);
    join('watchTickers', [['BTC/USD', 'ETH/USD']]);
    join('watchOrders');
    await turn();
    leave();
    await clock.pass(6_000);
    expect(clients[0]?.unwatched).toEqual([]);
  });

  it('is found by a bot that comes back within the five seconds', async () => {
    join('watchOrders').leave();
    await clock.pass(3_000);
    const back = join('watchOrders');
    await clock.pass(10_000);
    await turn();
    clients[0]?.tell([]);
    await turn();
    expect([clients.length, back.told().length]).toEqual([1, 1]);
  });
});

describe('a connection that breaks', () => {
  it('is made again with a new client; everybody is told once that something was missed', async () => {
    const watching = [join('watchOrders'), join('watchTicker', ['BTC/USD'])];
    await turn();
    clients[0]?.fail(unavailable(), 'watchOrders');
    await turn();
    expect(clients[0]?.isEnded).toBe(true);
    expect(clients).toHaveLength(1);
    await clock.pass(500);
    await turn();
    expect(clients).toHaveLength(2);
    clients[1]?.tell([{ symbol: 'BTC/USD' }]);
    await turn();
    for (const { told } of watching) expect(told()).toEqual([lost, { event: expect.any(String) }]);
  });

  it('waits longer each time, up to a minute, and tells of one gap however often it fails', async () => {
    const { told } = join('watchOrders');
    await turn();
    for (const waitMs of [500, 1_000, 2_000, 4_000]) {
      clients.at(-1)?.fail(unavailable());
      await turn();
      const before = clients.length;
      await clock.pass(waitMs - 1);
      await turn();
      expect(clients.length).toBe(before);
      await clock.pass(1);
      await turn();
      expect(clients.length).toBe(before + 1);
    }
    expect(told()).toEqual([lost]);
  });

  it('goes with its credentials: at once, and the next one has the new ones', async () => {
    const { told } = join('watchOrders');
    await turn();
    const before = opened;
    opened = new AbortController();
    before.abort();
    expect(clients[0]?.isEnded).toBe(true);
    await clock.pass(500);
    await turn();
    expect([clients.length, told()]).toEqual([2, [lost]]);
  });

  it('what does not pass by itself ends the thing and is told', async () => {
    const { errors, told } = join('watchOrders');
    await turn();
    clients[0]?.fail(new AppError('KEY_REJECTED'));
    await turn();
    expect([errors.map(({ code }) => code), told()]).toEqual([['KEY_REJECTED'], []]);
    expect(clients[0]?.isEnded).toBe(false);
    // Whoever asks anew is served anew.
    join('watchOrders');
    await turn();
    expect(clients[0]?.asked).toHaveLength(2);
  });

  it('ends for good with all feeds', async () => {
    join('watchOrders');
    await turn();
    feeds.end();
    expect(clients[0]?.isEnded).toBe(true);
    await clock.pass(120_000);
    await turn();
    expect(clients).toHaveLength(1);
  });
});

it('an adapter that answers without end lets others have their turn', async () => {
  let asked = 0;
  const endless: FeedPlace = {
    name: 'endless',
    open: async () => ({
      client: {
        watch: async () => {
          asked += 1;
          return [];
        },
        unwatch: async () => {},
        end: () => {},
      },
      gate: () => Promise.reject(new Error('unused')),
      over: undefined,
    }),
  };
  const { leave } = join('watchOrders', [], 'any', endless);
  await turn();
  leave();
  feeds.end();
  const before = asked;
  await turn();
  expect(before).toBeGreaterThan(100);
  expect(asked - before).toBeLessThan(3);
});
