import ccxt, { Exchange } from 'ccxt';
import { describe, expect, it } from 'vitest';
import { adapterAccountReads, adapterOrderReads, adapterTransfers } from '../../../shared/methods/adapters.ts';
import { notCallable } from '../../../shared/methods/not-callable.ts';
import { methodOf, methods } from '../../../shared/methods.ts';
import { dangerous, permissions, presets, stricter } from '../../../shared/permissions.ts';

const ofAdapters: readonly string[] = Object.keys({
  ...adapterAccountReads,
  ...adapterOrderReads,
  ...adapterTransfers,
});

describe('the table of unified methods', () => {
  it('has every function of ccxt 4.5.84 once: as a method with a permission or as one that no bot may call', () => {
    const listed = [...Object.keys(methods).filter((name) => !ofAdapters.includes(name)), ...notCallable];
    expect(listed.filter((name, at) => listed.indexOf(name) !== at)).toEqual([]);
    expect(listed.toSorted()).toEqual([...functionsOfCcxt().keys()].toSorted());
  });

  it('gives the arguments as ccxt declares them', () => {
    const functions = functionsOfCcxt();
    for (const [name, row] of Object.entries(methods)) {
      if (ofAdapters.includes(name)) continue;
      expect([name, ...row.args]).toEqual([name, ...parametersOf(functions.get(name))]);
    }
  });

  it("has the methods that only adapters have, as Kraken's declares them", () => {
    const own = new Map(Object.entries(Object.getOwnPropertyDescriptors(ccxt.kraken.prototype)));
    for (const name of ofAdapters) {
      expect(functionsOfCcxt().has(name)).toBe(false);
      expect([name, ...(methodOf(name)?.args ?? [])]).toEqual([name, ...parametersOf(own.get(name)?.value)]);
    }
  });

  it('knows where symbol, side, amount and price stand', () => {
    expect(methodOf('createOrder')).toMatchObject({
      symbolAt: 0,
      typeAt: 1,
      sideAt: 2,
      amountAt: 3,
      priceAt: 4,
      paramsAt: 5,
    });
    expect(methodOf('editOrder')).toMatchObject({
      symbolAt: 1,
      typeAt: 2,
      sideAt: 3,
      amountAt: 4,
      priceAt: 5,
      paramsAt: 6,
    });
    expect(methodOf('createStopLimitOrder')?.decimalsAt).toEqual([2, 3, 4]);
    expect(methodOf('createMarketBuyOrderWithCost')?.decimalsAt).toEqual([1]);
    expect(methodOf('createOrders')).toMatchObject({ ordersAt: 0, paramsAt: 1, decimalsAt: [] });
    expect(methodOf('fetchTickers')).toMatchObject({ symbolsAt: 0 });
    expect(methodOf('fetchBalance')?.symbolAt).toBeUndefined();
  });

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'fetch',
    'sign',
    'describe',
    'request',
    'hasOwnProperty',
    'signIn',
    '',
  ])('does not know %s', (name) => {
    expect(methodOf(name)).toBeUndefined();
    expect(methods[name]).toBeUndefined();
  });

  it('lets nothing move money without a permission for funds', () => {
    const moving = Object.keys(methods).filter((name) =>
      /^(withdraw|transfer|borrow|repay|addMargin|reduceMargin|setMargin$)/.test(name),
    );
    expect(moving.filter((name) => !methodOf(name)?.needs.startsWith('funds.'))).toEqual([]);
    expect(moving.length).toBe(13);
    expect(methodOf('withdraw')?.needs).toBe('funds.withdraw');
    expect(methodOf('transfer')?.needs).toBe('funds.transfer');
  });

  it('calls nothing a read that creates, edits, cancels, closes or sets', () => {
    const writing = Object.entries(methods).filter(([name]) => /^(create|edit|cancel|close|set|add|reduce)/.test(name));
    expect(writing.filter(([, { needs }]) => needs.endsWith('.read'))).toEqual([]);
  });

  it('serves nothing as a call that ccxt sends over a socket', () => {
    const sockets = Object.entries(methods).filter(([name]) => name.endsWith('Ws'));
    expect(sockets.filter(([, { kind }]) => kind !== 'socket')).toEqual([]);
    const streams = Object.entries(methods).filter(([name]) => /^(watch|unWatch)/.test(name));
    expect(streams.filter(([, { kind }]) => kind !== 'stream')).toEqual([]);
  });
});

describe('permissions', () => {
  it('have presets without a dangerous one', () => {
    expect(presets.watch).toEqual(['market.read', 'account.read', 'orders.read', 'stream']);
    expect(presets.trade).toEqual([...presets.watch, 'orders.create', 'orders.cancel']);
    const tempting = new Set<string>(dangerous);
    expect(presets.trade.filter((permission) => tempting.has(permission))).toEqual([]);
  });

  it('are ordered: money before everything, writing before reading', () => {
    expect(stricter('orders.create', 'orders.cancel')).toBe('orders.create');
    expect(stricter('orders.read', 'stream')).toBe('stream');
    expect(stricter('raw', 'funds.transfer')).toBe('funds.transfer');
    for (const permission of permissions) expect(stricter(permission, 'funds.withdraw')).toBe('funds.withdraw');
    for (const permission of permissions) expect(stricter('market.read', permission)).toBe(permission);
  });
});

function functionsOfCcxt(): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (
    let at: object | null = Exchange.prototype;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function' && !found.has(name)) found.set(name, value);
    }
  }
  return found;
}

function parametersOf(method: unknown): string[] {
  const [, list = ''] = /^[^(]*\(([^)]*)\)/.exec(String(method)) ?? [];
  return list.split(',').map((parameter) => parameter.split('=')[0]?.trim() ?? '');
}
