import { describe, expect, it } from 'vitest';
import { contradictionIn } from '../../../electron/policy/contradiction.ts';

const symbolOf = (name: string) => ({ XXBTZUSD: 'BTC/USD', XBTUSD: 'BTC/USD', XETHZUSD: 'ETH/USD' })[name];
const said = (params: Record<string, unknown>, price: unknown = 50_000) =>
  contradictionIn('kraken', 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, price, params], symbolOf);

describe('a parameter of an order', () => {
  it.each([
    { pair: 'XETHZUSD' },
    { pair: 'nowhere' },
    { type: 'sell' },
    { ordertype: 'market' },
    { volume: '0.02' },
    { price: '1' },
    { volume: {} },
  ])('that says something else than the arguments is found: %j', (params) => {
    expect(said(params)).toContain(Object.keys(params)[0]);
  });

  it.each([
    {},
    { pair: 'XBTUSD' },
    { type: 'buy' },
    { ordertype: 'limit' },
    { volume: '0.010' },
    { price: 50000 },
    { price: '+5%' },
    { price: '#10' },
    { leverage: 2 },
  ])('that says the same, or something of its own, is not: %j', (params) => {
    expect(said(params)).toBeUndefined();
  });

  it('may name the price where the arguments leave it open', () => {
    expect(said({ price: '51000' }, null)).toBeUndefined();
  });

  it('is found in each order of a batch', () => {
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 1, price: 2 };
    const batch = [
      { ...order, params: {} },
      { ...order, params: { type: 'sell' } },
    ];
    expect(contradictionIn('kraken', 'createOrders', [batch], symbolOf)).toContain('type');
  });

  it('is looked for only where its name is known to mean that', () => {
    expect(
      contradictionIn('okx', 'createOrder', ['BTC/USDT', 'limit', 'buy', 1, 2, { type: 'spot' }], symbolOf),
    ).toBeUndefined();
    expect(contradictionIn('kraken', 'fetchBalance', [{ type: 'margin' }], symbolOf)).toBeUndefined();
  });
});
