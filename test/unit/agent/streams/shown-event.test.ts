import { describe, expect, it } from 'vitest';
import { shownEvent } from '../../../../electron/agent/streams/shown-event.ts';

const granted = ['BTC/USD'];
const shown = (method: string, event: unknown, own?: readonly string[]) => shownEvent(method, event, granted, own);
const [btc, eth] = [
  { symbol: 'BTC/USD', id: 1 },
  { symbol: 'ETH/USD', id: 2 },
];

describe('of an event a bot whose grant names its symbols sees', () => {
  it.each([
    ['its own orders of a list', 'watchOrders', [eth, btc, eth], [btc]],
    ['nothing where none is its own', 'watchMyTrades', [eth], undefined],
    ['nothing of an entry without a symbol', 'watchOrders', [{ id: 3 }, null, 7], undefined],
    ['its ticker', 'watchTicker', btc, btc],
    ['no other ticker', 'watchTicker', eth, undefined],
    ['its tickers', 'watchTickers', { 'BTC/USD': btc, 'ETH/USD': eth }, { 'BTC/USD': btc }],
    ['no other tickers', 'watchTickers', { 'ETH/USD': eth }, undefined],
    ['no object that names no symbol', 'watchPosition', { side: 'long' }, undefined],
    ['the balance, which is of no market', 'watchBalance', { USD: { total: 1 } }, { USD: { total: 1 } }],
    ['nothing of what is no object', 'watchOrders', 'BTC/USD', undefined],
  ])('%s', (_name, method, event, expected) => expect(shown(method, event)).toEqual(expected));

  it('the candles of the market that was asked for', () => {
    const candles = [[0, 1, 2, 3, 4, 5]];
    expect(shown('watchOHLCV', candles, ['BTC/USD'])).toEqual(candles);
    expect(shown('watchOHLCV', candles, ['ETH/USD'])).toBeUndefined();
    expect(shown('watchOHLCVForSymbols', { 'ETH/USD': {}, 'BTC/USD': { '1m': candles } })).toEqual({
      'BTC/USD': { '1m': candles },
    });
  });
});
