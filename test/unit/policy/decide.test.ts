import { describe, expect, test } from 'vitest';
import { type Decision, decideMethod, decideRequest, type KnownTarget } from '../../../electron/policy/decide.ts';
import { noTerms, type OrderEffect } from '../../../electron/policy/effect.ts';
import type { Grant, Limits } from '../../../shared/model.ts';
import { type Permission, permissions } from '../../../shared/permissions.ts';

const usage = { callsLastMinute: 0 };
const grantOf = (more: Partial<Grant> = {}): Grant => ({
  key: 'key_a',
  may: [...permissions],
  symbols: 'any',
  orders: 'any',
  limits: {},
  ...more,
});
const said = (decision: Decision): string => (decision.kind === 'deny' ? decision.code : decision.kind);

const terms = { ...noTerms, side: 'buy' as const, type: 'limit', amount: '1', price: '2' };
const effectOf = (more: Partial<OrderEffect> = {}): OrderEffect => {
  const base: OrderEffect = {
    kind: 'create',
    symbols: ['BTC/USD'],
    ...terms,
    orders: [terms],
    targets: [],
    unknownParams: [],
  };
  return { ...base, ...more };
};
const cancel = effectOf({ kind: 'cancel', symbols: 'unreadable', orders: [] });
const cancelAll = effectOf({ kind: 'cancel', symbols: 'all', orders: [] });
const edit = effectOf({ kind: 'edit', symbols: 'unreadable', orders: [{ ...terms, side: null, type: null }] });

const market = { nowMs: 1_764_000_000_000, prices: new Map(), today: { orders: 0, notional: '0' } };

const ask = (
  grant: Grant | undefined,
  effect: OrderEffect | undefined,
  needs: Permission = 'orders.create',
  target?: KnownTarget,
) => said(decideRequest(grant, { needs, effect, usage, market, ...(target === undefined ? {} : { target }) }));

describe('a permission', () => {
  const mays = [[], ...permissions.map((one) => [one]), [...permissions]];

  test('that is not granted is denied and one that is granted is not, over all permissions and grants', () => {
    for (const needs of permissions)
      for (const may of mays)
        for (const symbols of ['any', [], ['BTC/USD']] as const)
          for (const orders of ['own', 'any'] as const) {
            const grant = grantOf({ may, symbols: symbols === 'any' ? symbols : [...symbols], orders });
            const isGranted = needs === 'market.read' || may.includes(needs);
            expect(said(decideMethod(grant, { needs, usage }))).toBe(isGranted ? 'allow' : 'PERMISSION_DENIED');
            const byRequest = ask(grant, effectOf(), needs, { ownership: 'own' });
            if (needs === 'stream' && isGranted) continue;
            expect(byRequest === 'PERMISSION_DENIED').toBe(!isGranted);
            const touchesOrders = ['orders.create', 'orders.cancel', 'raw'].includes(needs);
            const reachesSymbol = !touchesOrders || symbols === 'any' || symbols.length === 1;
            if (isGranted) expect(byRequest).toBe(reachesSymbol ? 'allow' : 'SYMBOL_DENIED');
          }
  });

  test('for a WebSocket token, which can place any order, is not enough unless the bot may trade freely', () => {
    const trade = ['stream', 'orders.create', 'orders.cancel'] as const;
    expect(ask(grantOf({ may: [...trade], symbols: 'any' }), undefined, 'stream')).toBe('allow');
    expect(ask(grantOf({ may: ['stream'], symbols: 'any' }), undefined, 'stream')).toBe('PERMISSION_DENIED');
    expect(ask(grantOf({ may: [...trade], symbols: ['BTC/USD'] }), undefined, 'stream')).toBe('PERMISSION_DENIED');
    expect(ask(grantOf({ may: [...trade], symbols: 'any', limits: { sides: ['buy'] } }), undefined, 'stream')).toBe(
      'PERMISSION_DENIED',
    );
  });

  test('without a grant on the key is denied as if there were no such key', () => {
    for (const needs of permissions) {
      expect(said(decideMethod(undefined, { needs, usage }))).toBe('KEY_UNKNOWN');
      expect(ask(undefined, undefined, needs)).toBe('KEY_UNKNOWN');
    }
  });

  test('to read asks for no symbol, whatever the endpoint is called', () => {
    const grant = grantOf({ symbols: [], orders: 'own' });
    for (const needs of ['market.read', 'account.read', 'orders.read'] as const) {
      expect(ask(grant, undefined, needs)).toBe('allow');
      expect(ask(grant, edit, needs)).toBe('allow');
    }
  });
});

describe('symbols', () => {
  const btc = grantOf({ symbols: ['BTC/USD'] });

  test.each([
    ['BTC/USD', effectOf(), 'allow'],
    ['ETH/USD', effectOf({ symbols: ['ETH/USD'] }), 'SYMBOL_DENIED'],
    ['both', effectOf({ symbols: ['BTC/USD', 'ETH/USD'] }), 'SYMBOL_DENIED'],
    ['none that can be read', effectOf({ symbols: 'unreadable' }), 'SYMBOL_DENIED'],
    ['all', effectOf({ symbols: 'all' }), 'SYMBOL_DENIED'],
    ['nothing that was read', undefined, 'SYMBOL_DENIED'],
  ])('a grant on BTC/USD meets an order on %s', (_name, effect, expected) => {
    expect(ask(btc, effect)).toBe(expected);
    expect(ask(grantOf({ symbols: [] }), effect)).toBe('SYMBOL_DENIED');
    expect(ask(grantOf(), effect)).toBe('allow');
  });

  test('an edit needs the symbol of its order, and a pair beside it does not stand for that', () => {
    const named = effectOf({ kind: 'edit', symbols: ['BTC/USD'] });
    expect(ask(btc, named, 'orders.create', { ownership: 'own' })).toBe('SYMBOL_DENIED');
    expect(ask(btc, edit, 'orders.create', { ownership: 'own', symbols: ['BTC/USD'] })).toBe('allow');
    expect(ask(btc, named, 'orders.create', { ownership: 'own', symbols: ['ETH/USD'] })).toBe('SYMBOL_DENIED');
    expect(
      ask(btc, effectOf({ kind: 'edit', symbols: ['ETH/USD'] }), 'orders.create', {
        ownership: 'own',
        symbols: ['BTC/USD'],
      }),
    ).toBe('SYMBOL_DENIED');
  });

  test('a cancel of an own order is never held up by its symbol, one of another order is', () => {
    expect(ask(btc, cancel, 'orders.cancel', { ownership: 'own' })).toBe('allow');
    expect(ask(btc, cancel, 'orders.cancel')).toBe('SYMBOL_DENIED');
    expect(ask(btc, cancel, 'orders.cancel', { ownership: 'other', symbols: ['BTC/USD'] })).toBe('allow');
    expect(ask(btc, cancel, 'orders.cancel', { ownership: 'other', symbols: ['ETH/USD'] })).toBe('SYMBOL_DENIED');
    expect(ask(btc, cancelAll, 'orders.cancel')).toBe('SYMBOL_DENIED');
  });
});

describe('a grant on own orders', () => {
  const own = grantOf({ orders: 'own' });

  test.each([
    ['own', 'allow'],
    ['other', 'PERMISSION_DENIED'],
    ['unknown', 'PERMISSION_DENIED'],
  ] as const)('meets a cancel and an edit of an order that is %s', (ownership, expected) => {
    expect(ask(own, cancel, 'orders.cancel', { ownership })).toBe(expected);
    expect(ask(own, edit, 'orders.create', { ownership })).toBe(expected);
    expect(ask(grantOf(), cancel, 'orders.cancel', { ownership })).toBe('allow');
  });

  test('refuses where nothing is known of the order', () => {
    expect(ask(own, cancel, 'orders.cancel')).toBe('PERMISSION_DENIED');
  });

  test('cannot cancel all, not even where all is own', () => {
    expect(ask(own, cancelAll, 'orders.cancel', { ownership: 'own' })).toBe('PERMISSION_DENIED');
    expect(ask(grantOf(), cancelAll, 'orders.cancel')).toBe('allow');
  });

  test('refuses a cancel with a parameter that may name other orders', () => {
    expect(ask(own, { ...cancel, unknownParams: ['userref'] }, 'orders.cancel', { ownership: 'own' })).toBe(
      'PERMISSION_DENIED',
    );
  });

  test('places orders', () => {
    expect(ask(own, effectOf())).toBe('allow');
    expect(ask(own, effectOf({ kind: 'other', symbols: 'unreadable' }))).toBe('allow');
  });
});

describe('a parameter that nobody has read', () => {
  const odd = effectOf({ unknownParams: ['close[ordertype]'] });

  test.each<[string, Partial<Grant>, string]>([
    ['symbols', { symbols: ['BTC/USD'] }, 'PERMISSION_DENIED'],
    ['a limit', { limits: { sides: ['buy'] } }, 'PERMISSION_DENIED'],
    ['a limit on calls', { limits: { callsPerMinute: 9 } }, 'PERMISSION_DENIED'],
    ['nothing', {}, 'allow'],
  ])('meets a grant that names %s', (_name, more, expected) => {
    expect(ask(grantOf(more), odd)).toBe(expected);
  });
});

describe('limits', () => {
  const limited = (limits: Limits): Grant => grantOf({ limits });
  const sell = effectOf({ side: 'sell', orders: [{ ...terms, side: 'sell' }] });
  const unsided = effectOf({ side: null, orders: [{ ...terms, side: null }] });

  test('sides hold every order of a batch, and one whose side cannot be read', () => {
    expect(ask(limited({ sides: ['buy'] }), effectOf())).toBe('allow');
    expect(ask(limited({ sides: ['buy'] }), sell)).toBe('LIMIT_EXCEEDED');
    expect(ask(limited({ sides: ['buy'] }), unsided)).toBe('LIMIT_EXCEEDED');
    expect(ask(limited({ sides: [] }), effectOf())).toBe('LIMIT_EXCEEDED');
    expect(ask(limited({ sides: ['buy'] }), effectOf({ orders: [terms, { ...terms, side: 'sell' }] }))).toBe(
      'LIMIT_EXCEEDED',
    );
    expect(ask(limited({ sides: ['buy'] }), undefined)).toBe('LIMIT_EXCEEDED');
  });

  test('order types likewise', () => {
    const market = effectOf({ type: 'market', orders: [{ ...terms, type: 'market' }] });
    expect(ask(limited({ orderTypes: ['limit'] }), effectOf())).toBe('allow');
    expect(ask(limited({ orderTypes: ['limit'] }), market)).toBe('LIMIT_EXCEEDED');
    expect(ask(limited({ orderTypes: [] }), effectOf())).toBe('LIMIT_EXCEEDED');
  });

  test('an edit has the side and type of its order', () => {
    const known = (side: 'buy' | 'sell') => ({ ownership: 'own' as const, orders: [{ side, type: 'limit' }] });
    expect(ask(limited({ sides: ['buy'] }), edit, 'orders.create', known('buy'))).toBe('allow');
    expect(ask(limited({ sides: ['buy'] }), edit, 'orders.create', known('sell'))).toBe('LIMIT_EXCEEDED');
    expect(ask(limited({ sides: ['buy'] }), edit, 'orders.create', { ownership: 'own' })).toBe('LIMIT_EXCEEDED');
  });

  test('calls per minute end with the last one allowed', () => {
    const grant = limited({ callsPerMinute: 3 });
    const at = (callsLastMinute: number) =>
      said(decideMethod(grant, { needs: 'account.read', usage: { callsLastMinute } }));
    expect([0, 2, 3, 99].map(at)).toEqual(['allow', 'allow', 'CALLS_LIMIT_EXCEEDED', 'CALLS_LIMIT_EXCEEDED']);
    expect(said(decideMethod(limited({ callsPerMinute: 0 }), { needs: 'market.read', usage }))).toBe(
      'CALLS_LIMIT_EXCEEDED',
    );
  });

  const money = { amount: '1000', currency: 'USD' };
  const onOrders: readonly (readonly [string, Limits])[] = [
    ['ordersPerDay', { ordersPerDay: 10 }],
    ['maxOrderNotional', { maxOrderNotional: money }],
    ['maxDailyNotional', { maxDailyNotional: money }],
    ['priceBandPercent', { priceBandPercent: 5 }],
    ['askAbove', { askAbove: money }],
  ];

  test.each(onOrders)('%s is about orders: what moves funds is refused, reads and cancels go', (name, limits) => {
    const grant = limited(limits);
    for (const needs of ['funds.transfer', 'funds.withdraw'] as const) {
      const decision = decideRequest(grant, { needs, effect: effectOf(), usage, market });
      expect(decision).toMatchObject({ kind: 'deny', code: 'LIMIT_EXCEEDED', detail: expect.stringContaining(name) });
    }
    expect(ask(grant, cancel, 'orders.cancel', { ownership: 'own' })).toBe('allow');
    expect(ask(grant, undefined, 'account.read')).toBe('allow');
  });

  test.each(onOrders.slice(1))(
    '%s refuses what nobody has read, and an edit whose terms cannot be told',
    (_, limits) => {
      expect(ask(limited(limits), undefined, 'raw')).toBe('LIMIT_EXCEEDED');
      expect(ask(limited(limits), edit, 'orders.create', { ownership: 'own' })).toBe('LIMIT_EXCEEDED');
    },
  );
});
