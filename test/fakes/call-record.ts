import type { CallRecord } from '../../shared/model.ts';
import { noTimings } from '../../shared/timings.ts';

/** The record of an order that went well. */
export const callRecord = (changes: Partial<CallRecord> = {}): CallRecord => ({
  id: `call_${'c'.repeat(26)}`,
  time: '2026-11-22T08:00:01.000Z',
  bot: 'grid-1',
  key: 'kraken-main',
  exchange: 'kraken',
  method: 'createOrder',
  endpoint: 'privatePostAddOrder',
  permission: 'orders.create',
  symbol: 'BTC/USD',
  side: 'buy',
  amount: '0.01',
  price: '50000',
  notional: { amount: '500', currency: 'USD' },
  verdict: 'allowed',
  status: 'ok',
  sent: 'yes',
  code: null,
  exchangeError: null,
  clientOrderId: null,
  otp: true,
  timings: { ...noTimings, total: 12.5 },
  bytes: { out: 10, in: 20 },
  requests: [],
  ...changes,
});
