/** A bot's day against a model of it: orders that stand, are refused or in doubt, restarts and midnights in any order. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authorize } from '../../../electron/agent/authorize.ts';
import type { Caller, GateDeps } from '../../../electron/agent/caller.ts';
import { effectOf, placedOrders } from '../../../electron/agent/order-effect.ts';
import type { Session } from '../../../electron/agent/sessions.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import type { PrivateRequest } from '../../../electron/exchange/private-request.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import { AppError } from '../../../shared/errors.ts';
import { id, testDir } from '../calllog/fixture.ts';

/** `npm run prove:bots` makes 10,000. */
const runs = Number(process.env['PROVE_RUNS'] ?? 300);
const limits = {
  ordersPerDay: 4,
  maxOrderNotional: { amount: '200', currency: 'USD' },
  maxDailyNotional: { amount: '500', currency: 'USD' },
};
const dayMs = 86_400_000;

let dir: ReturnType<typeof testDir>;
let state: State;
let nowMs = Date.UTC(2026, 10, 24, 9);
const clock = { ...systemClock, now: () => nowMs };
const open = () => {
  state = openState({ path: dir.path('state.sqlite'), clock });
  state.setKey(Secret.ofText('the subkey of this file'));
};
beforeAll(() => {
  dir = testDir();
  open();
});
afterAll(() => {
  state.close();
  dir.drop();
});

const key = { id: id('key', 1), label: 'main', exchange: 'kraken' };
const session = {
  key,
  client: { symbolOf: (name: string) => ({ XBTUSD: 'BTC/USD', ETHUSD: 'ETH/USD' })[name] },
  venue: { prices: { of: async () => new Map([['BTC/USD', { last: '100', bid: '100', ask: '100' }]]) } },
} as unknown as Session;

/** One bot's life; each run has a bot of its own. */
interface Real {
  readonly botId: string;
  readonly stands: string[];
}
interface Model {
  orders: number;
  spent: number;
  /** How many of its own orders it may cancel. */
  owned: number;
}

const request = (name: string, needs: string, params: Record<string, unknown>) =>
  ({ endpoint: { id: `privatePost${name}`, needs }, params }) as unknown as PrivateRequest;

async function ask({ botId }: Real, what: PrivateRequest) {
  const grant = { key: key.id, may: ['orders.create', 'orders.cancel'], symbols: ['BTC/USD'], orders: 'own', limits };
  const authority = { bot: { id: botId, name: 'bot', approved: [] }, grant, callsLastMinute: 0 };
  const caller = { callId: 'call', session, authority, asked: undefined, deadline: undefined } as unknown as Caller;
  const deps = { state, clock, report: () => {}, logTrouble: () => undefined } as unknown as GateDeps;
  const effect = effectOf(session, what);
  try {
    return { effect, ...(await authorize(deps, caller, what, effect)), code: undefined };
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return { effect, giveBack: () => {}, code: fault.code };
  }
}

type Fate = 'placed' | 'refused' | 'in doubt';

class Order implements fc.AsyncCommand<Model, Real> {
  readonly #terms: { pair: string; type: string; volume: number; price: number; fate: Fate };
  constructor(terms: { pair: string; type: string; volume: number; price: number; fate: Fate }) {
    this.#terms = terms;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    const { pair, type, volume, price, fate } = this.#terms;
    const name = `order-${real.botId}-${real.stands.length}`;
    const params = { pair, type, ordertype: 'limit', volume: String(volume), price: String(price), cl_ord_id: name };
    const { effect, code, giveBack } = await ask(real, request('AddOrder', 'orders.create', params));
    const worth = volume * (type === 'sell' ? Math.max(price, 100) : price);
    const isWithin = worth <= 200 && model.orders < 4 && model.spent + worth <= 500;
    expect(code).toBe(pair !== 'XBTUSD' ? 'SYMBOL_DENIED' : isWithin ? undefined : 'LIMIT_EXCEEDED');
    if (code !== undefined) return;
    if (fate === 'refused') return giveBack();
    model.orders += 1;
    model.spent += worth;
    if (fate !== 'placed') return;
    state.orders.own(key.id, real.botId, placedOrders(effect, {}));
    real.stands.push(name);
    model.owned += 1;
  }
  toString = () => JSON.stringify(this.#terms);
}

class Cancel implements fc.AsyncCommand<Model, Real> {
  readonly #at: number;
  constructor(at: number) {
    this.#at = at;
  }
  check = () => true;
  async run(model: Model, real: Real) {
    const isOwn = this.#at < model.owned;
    const name = isOwn ? real.stands[this.#at] : 'an-order-of-somebody';
    const { code } = await ask(real, request('CancelOrder', 'orders.cancel', { cl_ord_id: name }));
    expect(code).toBe(isOwn ? undefined : 'PERMISSION_DENIED');
  }
  toString = () => `cancel ${this.#at}`;
}

class Restart implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run() {
    state.close();
    open();
  }
  toString = () => 'restart';
}

class Midnight implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  async run(model: Model) {
    nowMs += dayMs;
    model.orders = 0;
    model.spent = 0;
  }
  toString = () => 'midnight';
}

const commands = fc.commands(
  [
    fc
      .record({
        pair: fc.constantFrom('XBTUSD', 'XBTUSD', 'XBTUSD', 'ETHUSD'),
        type: fc.constantFrom('buy', 'sell'),
        volume: fc.integer({ min: 1, max: 3 }),
        price: fc.integer({ min: 10, max: 210 }),
        fate: fc.constantFrom<Fate>('placed', 'placed', 'refused', 'in doubt'),
      })
      .map((terms) => new Order(terms)),
    fc.nat({ max: 3 }).map((at) => new Cancel(at)),
    fc.constant(new Restart()),
    fc.constant(new Midnight()),
  ],
  { maxCommands: 20 },
);

it(`${runs} days of a bot go as the limits say`, async () => {
  let life = 0;
  const property = fc.asyncProperty(commands, async (cmds) => {
    life += 1;
    const setup = () => ({ model: { orders: 0, spent: 0, owned: 0 }, real: { botId: id('bot', life), stands: [] } });
    await fc.asyncModelRun(setup, cmds);
  });
  await fc.assert(property, { numRuns: runs });
}, 900_000);
