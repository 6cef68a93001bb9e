import { describe, expect, it } from 'vitest';
import { placeCode, takesCode } from '../../../electron/exchange/placement.ts';

describe('the place of a code', () => {
  it('is "otp" at Kraken, over whatever stood there', () => {
    const params = { asset: 'XBT', otp: 'old' };
    expect(placeCode('kraken', params, '123456')).toEqual({ asset: 'XBT', otp: '123456' });
    expect(params.otp).toBe('old');
    expect(takesCode('kraken')).toBe(true);
  });

  it.each(['krakenfutures', 'binance', 'constructor', '__proto__'])('is nowhere at %s', (exchange) => {
    expect(placeCode(exchange, {}, '123456')).toBeUndefined();
    expect(takesCode(exchange)).toBe(false);
  });
});
