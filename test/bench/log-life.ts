/** A million entries as an agent with twenty bots would write them. */
import { systemClock } from '../../electron/base/clock.ts';
import { newId, systemRandom } from '../../electron/base/random.ts';
import type { BeginEntry, IntentEntry, NewEntry, OutcomeEntry } from '../../electron/calllog/record.ts';
import type { CallLog } from '../../electron/calllog/store.ts';
import type { Permission } from '../../shared/permissions.ts';

interface Kind {
  readonly method: string;
  readonly endpoint: string;
  readonly permission: Permission;
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: unknown;
}

const symbols = ['BTC/USD', 'ETH/USD', 'SOL/USD', 'XRP/EUR', 'ADA/EUR'];
export const bots = Array.from({ length: 20 }, (_, n) => ({ id: newId('bot', systemRandom), name: `bot-${n}` }));
const keys = Array.from({ length: 4 }, (_, n) => ({ id: newId('key', systemRandom), label: `kraken-${n}` }));
const order: Kind = {
  method: 'createOrder',
  endpoint: 'privatePostAddOrder',
  permission: 'orders.create',
  request: { pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', volume: '0.01250000', price: '37500.1' },
  response: {
    error: [],
    result: { descr: { order: 'buy 0.0125 XBTUSD @ limit 37500.1' }, txid: ['OQCLML-BW3P3-BUCMWZ'] },
  },
};
const kinds: readonly Kind[] = [
  order,
  order,
  {
    ...order,
    method: 'cancelOrder',
    endpoint: 'privatePostCancelOrder',
    permission: 'orders.cancel',
    request: { txid: 'OQCLML-BW3P3-BUCMWZ' },
    response: { error: [], result: { count: 1 } },
  },
  {
    ...order,
    method: 'fetchBalance',
    endpoint: 'privatePostBalance',
    permission: 'account.read',
    request: {},
    response: { error: [], result: { ZUSD: '171288.6158', XXBT: '1.2435' } },
  },
  {
    ...order,
    method: 'fetchOpenOrders',
    endpoint: 'privatePostOpenOrders',
    permission: 'orders.read',
    request: { trades: 'true' },
    response: { error: [], result: { open: {} } },
  },
  {
    ...order,
    method: 'fetchMyTrades',
    endpoint: 'privatePostTradesHistory',
    permission: 'orders.read',
    request: { start: '1763798400' },
    response: { error: [], result: { count: 0, trades: {} } },
  },
];
const errors = ['EAPI:Invalid nonce', 'EOrder:Insufficient funds', 'EAPI:Rate limit exceeded', 'EService:Unavailable'];
const codes = ['NONCE_REJECTED', 'EXCHANGE_REFUSED', 'RATE_LIMITED', 'EXCHANGE_UNAVAILABLE'];

export const pick = <T>(all: readonly T[]): T => {
  const one = all[Math.floor(Math.random() * all.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** One call of four entries. Gives: how long its intent took to reach the disk, in microseconds. */
export async function oneCall(log: CallLog, permission?: Permission): Promise<number> {
  const kind = pick(kinds);
  const call = newId('call', systemRandom);
  const begin: NewEntry<BeginEntry> = {
    ...{ call, bot: pick(bots), key: pick(keys), exchange: 'kraken', method: kind.method },
    ...{
      permission: kind.permission,
      symbol: pick(symbols),
      request: { symbol: 'BTC/USD', type: 'limit', side: 'buy' },
    },
  };
  log.begin(begin);
  const intent: NewEntry<IntentEntry> = {
    ...{ call, n: 1, endpoint: kind.endpoint, permission: permission ?? kind.permission, verdict: 'allowed' },
    ...{ amount: '0.0125', price: '37500.1', clientOrderId: newId('ask', systemRandom), request: kind.request },
  };
  const started = systemClock.monotonic();
  await log.intent(intent);
  const us = (systemClock.monotonic() - started) * 1000;
  const fault = Math.random() < 0.03 ? Math.floor(Math.random() * errors.length) : undefined;
  log.outcome({ call, n: 1, otp: true, bytes: { out: 180, in: 240 }, ...fate(kind, fault) });
  if (fault === undefined) log.end({ call, status: 'ok', sent: 'yes' });
  else log.end({ call, status: 'failed', sent: 'no', code: codes[fault], exchangeError: errors[fault] });
  return us;
}

function fate(
  { response }: Kind,
  fault: number | undefined,
): Omit<NewEntry<OutcomeEntry>, 'call' | 'n' | 'otp' | 'bytes'> {
  const network = Math.round(-Math.log(Math.random()) * 40_000) / 1000;
  const timings = { policy: 0.05, budget: 0.1, codeWait: 0, sign: 0.2, network };
  if (fault === undefined) return { status: 'ok', sent: 'yes', timings, response };
  return { status: 'failed', sent: 'no', code: codes[fault], exchangeError: errors[fault], timings };
}

/** So many calls, so many at a time. Gives: what each intent took. */
export async function manyCalls(
  log: CallLog,
  count: number,
  atOnce: number,
  permission?: Permission,
): Promise<number[]> {
  const taken: number[] = [];
  let begun = 0;
  const go = async () => {
    while (begun < count) {
      begun += 1;
      taken.push(await oneCall(log, permission));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, go));
  return taken;
}
