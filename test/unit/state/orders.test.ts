import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import type { OrderTarget, PlacedOrder } from '../../../electron/state/orders.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import { id, testDir } from '../calllog/fixture.ts';

let dir: ReturnType<typeof testDir>;
let state: State;
const [key, otherKey, bot, stranger] = [id('key', 1), id('key', 2), id('bot', 1), id('bot', 2)];
const open = () => openState({ path: dir.path('state.sqlite'), clock: systemClock });
const placed = (ref: string, changes: Partial<PlacedOrder> = {}): PlacedOrder => ({
  ...{ kind: 'id', ref, symbol: 'BTC/USD', side: 'buy', type: 'limit' },
  ...changes,
});
const at = (value: string, kind: OrderTarget['kind'] = 'id'): OrderTarget => ({ kind, value });

beforeEach(() => {
  dir = testDir();
  state = open();
});

afterEach(() => {
  state.close();
  dir.drop();
});

describe('whose order it is', () => {
  it('is told with its symbol, side and type, over a restart too', () => {
    state.orders.own(key, bot, [placed('O-1'), placed('mine', { kind: 'clientOrderId', side: 'sell' })]);
    state.close();
    state = open();
    expect(state.orders.known(key, bot, [at('O-1'), at('mine', 'clientOrderId')])).toEqual({
      ownership: 'own',
      symbols: ['BTC/USD', 'BTC/USD'],
      orders: [
        { side: 'buy', type: 'limit' },
        { side: 'sell', type: 'limit' },
      ],
    });
  });

  it.each([
    ['one that nobody placed here', [at('O-9')], 'unknown'],
    ['one of two that nobody placed here', [at('O-1'), at('O-9')], 'unknown'],
    ['one of another bot', [at('O-2')], 'other'],
    ['one of another bot among own and unknown ones', [at('O-1'), at('O-9'), at('O-2')], 'other'],
    ['the same text as another kind of name', [at('O-1', 'clientOrderId')], 'unknown'],
    ["a user's number, which may stand for many", [at('7', 'userref')], 'unknown'],
    ['none at all', [], 'unknown'],
  ] as const)('%s', (_, targets, ownership) => {
    state.orders.own(key, bot, [placed('O-1')]);
    state.orders.own(key, stranger, [placed('O-2')]);
    expect(state.orders.known(key, bot, targets)).toEqual({ ownership });
  });

  it('never changes', () => {
    state.orders.own(key, bot, [placed('O-1')]);
    state.orders.own(key, stranger, [placed('O-1', { symbol: 'ETH/USD' })]);
    expect(state.orders.known(key, bot, [at('O-1')])).toMatchObject({ ownership: 'own', symbols: ['BTC/USD'] });
    expect(state.orders.known(key, stranger, [at('O-1')])).toEqual({ ownership: 'other' });
  });

  it('is asked of one key only', () => {
    state.orders.own(key, bot, [placed('O-1')]);
    expect(state.orders.known(otherKey, bot, [at('O-1')])).toEqual({ ownership: 'unknown' });
  });

  it('says no symbols where one of them could not be read', () => {
    state.orders.own(key, bot, [placed('O-1'), placed('O-2', { symbol: null, side: null, type: null })]);
    const known = state.orders.known(key, bot, [at('O-1'), at('O-2')]);
    expect(known.ownership).toBe('own');
    expect(known.symbols).toBeUndefined();
    expect(known.orders?.[1]).toEqual({ side: null, type: null });
  });

  it('that cannot be noted fails nothing, and is said', () => {
    state.close();
    expect(state.orders.own(key, bot, [placed('O-1')])).toBe(false);
    expect(state.orders.fault?.code).toBe('RECORD_FAILED');
  });

  it('takes names as they are, quotes and all', () => {
    const odd = `O'"; DROP TABLE orders; --`;
    state.orders.own(key, bot, [placed(odd)]);
    expect(state.orders.known(key, bot, [at(odd)]).ownership).toBe('own');
  });
});
