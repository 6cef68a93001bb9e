/** A day of a bot that was written for ccxt's Kraken: the same 500 calls, whoever carries them out. */

/** What a call gave: ccxt's result, or the name of its error and the exchange's words. */
export type Outcome = { readonly result: unknown } | { readonly error: string; readonly words: string };

export type Trader = (method: string, args: readonly unknown[]) => Promise<Outcome>;

export const callsOfADay = 500;

/** An order as far as the bot looks at it. */
interface Seen {
  readonly id: string;
}

type Step = (day: Day) => readonly [method: string, args: readonly unknown[]];

/** What the bot has learnt so far: the last price and its open orders. */
class Day {
  price = 0;
  open: readonly Seen[] = [];
  lastId = '';
  number = 0;

  /** The price so many percent away, in the pair's decimals. */
  at(percent: number): number {
    return Number((this.price * (1 + percent / 100)).toFixed(1));
  }
}

const symbol = 'BTC/USD';

// 25 calls; the day goes through them 20 times.
const steps: readonly Step[] = [
  () => ['fetchTicker', [symbol]],
  (day) => ['createOrder', [symbol, 'limit', 'buy', 0.011, day.at(-0.4), { clientOrderId: `grid-${day.number}` }]],
  (day) => ['createOrder', [symbol, 'limit', 'sell', 0.012, day.at(0.4), { postOnly: true }]],
  () => ['fetchOpenOrders', [symbol]],
  () => ['createOrder', [symbol, 'market', 'buy', 0.05]],
  () => ['fetchMyTrades', [symbol]],
  (day) => ['createOrder', [symbol, 'market', 'sell', 0.02, undefined, { stopLossPrice: day.at(-1) }]],
  (day) => ['createOrder', [symbol, 'limit', 'sell', 0.02, day.at(1), { takeProfitPrice: day.at(0.9) }]],
  (day) => ['fetchOrder', [day.lastId, symbol]],
  (day) => ['editOrder', [day.lastId, symbol, 'limit', 'sell', 0.03, day.at(1.5)]],
  () => ['fetchBalance', []],
  (day) => [
    'createOrders',
    [[order('buy', 0.01, day.at(-2)), order('sell', 0.01, day.at(2)), order('buy', 5, day.at(-1))]],
  ],
  () => ['fetchClosedOrders', [symbol, undefined, 20]],
  (day) => ['cancelOrder', [day.open[0]?.id ?? 'OAAAAA-AAAAA-AAAAAA', symbol]],
  (day) => ['cancelOrders', [day.open.slice(1, 3).map(({ id }) => id), symbol]],
  () => ['cancelOrder', ['OAAAAA-AAAAA-AAAAAA', symbol]],
  () => ['createOrder', [symbol, 'limit', 'buy', 90, 50_000]],
  () => ['createOrder', [symbol, 'limit', 'buy', 0.00001, 50_000]],
  () => ['fetchOrderBook', [symbol, 10]],
  () => ['fetchOHLCV', [symbol, '1h', undefined, 5]],
  () => ['fetchLedger', ['BTC']],
  () => ['createMarketBuyOrderWithCost', ['ETH/USD', 50]],
  () => ['fetchTradingFee', [symbol]],
  () => ['privatePostOpenOrders', [{ trades: true }]],
  (day) => (day.number % 5 === 4 ? ['cancelAllOrders', []] : ['fetchOpenOrders', []]),
];

const order = (side: string, amount: number, price: number): object => ({ symbol, type: 'limit', side, amount, price });

/** Lives the day through. Takes: pass, which lets the exchange's time go on. Gives: every outcome in order. */
export async function liveDay(trade: Trader, pass: () => void): Promise<readonly Outcome[]> {
  const day = new Day();
  const outcomes: Outcome[] = [];
  while (outcomes.length < callsOfADay) {
    for (const step of steps) {
      const [method, args] = step(day);
      const outcome = await trade(method, args);
      learn(day, method, outcome);
      outcomes.push(outcome);
      pass();
    }
    day.number += 1;
  }
  return outcomes;
}

function learn(day: Day, method: string, outcome: Outcome): void {
  if (!('result' in outcome)) return;
  const { result } = outcome;
  if (method === 'fetchTicker') day.price = Number(read(result, 'last'));
  if (method === 'createOrder') day.lastId = String(read(result, 'id'));
  if (method === 'fetchOpenOrders' && Array.isArray(result)) {
    day.open = result.map((one: unknown) => ({ id: String(read(one, 'id')) }));
  }
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
