import { describe, expect, it } from 'vitest';
import { readThing } from '../../../../electron/agent/streams/thing.ts';

const read =
  (method: string, ...args: readonly unknown[]) =>
  () =>
    readThing(method, args);
const refused = (code: string) => expect.objectContaining({ code });

describe('a thing', () => {
  it('is the same whatever empty arguments stand at its end', () => {
    expect(readThing('watchTicker', ['BTC/USD', null]).name).toBe(readThing('watchTicker', ['BTC/USD']).name);
    expect(readThing('watchTicker', ['ETH/USD']).name).not.toBe(readThing('watchTicker', ['BTC/USD']).name);
  });

  it.each([
    ['watchTicker', ['BTC/USD'], ['BTC/USD']],
    ['watchTickers', [['BTC/USD', 'ETH/USD']], ['BTC/USD', 'ETH/USD']],
    ['watchOHLCVForSymbols', [[['BTC/USD', '1m']]], ['BTC/USD']],
    ['watchOrders', [], undefined],
    ['watchOrders', [null, 0, 10], undefined],
    ['watchBalance', [{ type: 'spot' }], undefined],
  ])('%s names the symbols in its arguments', (method, args, symbols) => {
    expect(readThing(method, args).symbols).toEqual(symbols);
  });

  it.each(['createOrder', 'fetchBalance', 'createOrderWs', 'privatePostBalance', 'toString', '__proto__', ''])(
    'can not be %s, which does not stream',
    (method) => expect(read(method)).toThrow(refused('METHOD_UNKNOWN')),
  );

  it.each([
    ['a symbol that is a number', read('watchTicker', 1)],
    ['an empty symbol', read('watchTicker', '')],
    ['symbols that are none', read('watchTickers', 'BTC/USD')],
    ['an empty list, which could mean none or all', read('watchTickers', [])],
    ['too many symbols', read('watchTickers', Array(201).fill('BTC/USD'))],
    ['a time frame of its own', read('watchOHLCV', 'BTC/USD', '1m","event":"')],
    ['a limit below nothing', read('watchTrades', 'BTC/USD', undefined, -1)],
    ['too many arguments', read('watchTicker', 'BTC/USD', {}, {})],
    ['parameters in a list', read('watchTicker', 'BTC/USD', [])],
    ['another message to the exchange', read('watchTicker', 'BTC/USD', { method: 'unsubscribe' })],
    ['another channel', read('watchOrders', null, null, null, { channel: 'balances' })],
    ['another token', read('watchOrders', null, null, null, { token: 'x' })],
    ['an object among the parameters', read('watchTicker', 'BTC/USD', { type: { a: 1 } })],
  ])('does not take %s', (_name, asked) => expect(asked).toThrow(refused('BODY_INVALID')));
});
