import ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotCall, type CallDeps, callMethod } from '../../../electron/agent/call.ts';
import { KeyHistory } from '../../../electron/agent/key-history.ts';
import type { Session } from '../../../electron/agent/sessions.ts';
import { Usage } from '../../../electron/agent/usage.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { systemRandom } from '../../../electron/base/random.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { Circuit } from '../../../electron/exchange/circuit.ts';
import type { Endpoint } from '../../../electron/exchange/endpoints.ts';
import { loadEndpoints } from '../../../electron/exchange/endpoints.ts';
import type { Gate, Transmit } from '../../../electron/exchange/private-request.ts';
import { Turn } from '../../../electron/exchange/turn.ts';
import { openState, type State } from '../../../electron/state/store.ts';
import { AppError } from '../../../shared/errors.ts';
import { Bot, Key } from '../../../shared/model.ts';
import { id, testDir } from '../calllog/fixture.ts';

const time = '2026-11-22T08:00:00.000Z';
const key = Key.parse({
  ...{ id: id('key', 1), label: 'main', title: '', exchange: 'kraken', twoFactor: { kind: 'none' }, usedBy: [] },
  ...{ tier: 'unlimited', endpoint: null, added: time, tested: null },
});
const grant = {
  ...{
    key: key.id,
    may: ['account.read', 'orders.create', 'orders.cancel'],
    symbols: 'any',
    orders: 'any',
    limits: {},
  },
};
const bot = Bot.parse({
  ...{ id: id('bot', 1), name: 'grid', tokenHash: 'a'.repeat(64), doors: ['socket'], grants: [grant] },
  ...{ paused: false, added: time, expires: null },
});

let dir: ReturnType<typeof testDir>;
let log: CallLog;
let state: State;
let endpoints: Map<string, Endpoint>;
let circuit: Circuit;

beforeEach(async () => {
  dir = testDir();
  log = openCallLog({ path: dir.path('calls.sqlite'), clock: systemClock });
  // The log's thread is there before the first call, as it is once a vault was opened.
  await log.head();
  state = openState({ path: dir.path('state.sqlite'), clock: systemClock });
  endpoints = new Map((await loadEndpoints('kraken')).all.map((endpoint) => [endpoint.id, endpoint]));
  circuit = new Circuit();
});

afterEach(() => {
  log.close();
  state.close();
  dir.drop();
});

type Send = (name: string, answer: unknown, params?: Record<string, unknown>) => Promise<unknown>;

/** A call whose ccxt does what `act` says: `send` asks for a private request that the exchange answers with `answer`. */
function callWith(act: (send: Send) => Promise<unknown>, deadlineMs?: number) {
  const client = {
    symbolOf: () => 'BTC/USD',
    throttle: () => Promise.resolve(),
    call: (_method: string, _args: unknown, gate: Gate) =>
      act((name, answer, params = {}) => ask(gate, name, answer, params)),
  };
  const session = {
    ...{ key, client, turn: new Turn(), circuit, budget: undefined, codes: { forSending: async () => undefined } },
    ...{
      waitMs: () => 0,
      history: new KeyHistory(),
      venue: { knownOffset: () => undefined, offset: async () => ({ offsetMs: 0 }) },
      scrub: (text: string) => text,
      end: () => {},
    },
  } as unknown as Session;
  const deps = {
    ...{
      log,
      state,
      clock: systemClock,
      random: systemRandom,
      lookUps: { begin: () => {} },
      usage: new Usage(),
      recheck: () => {},
      logTrouble: () => undefined,
      report: () => {},
    },
    sessions: { of: async () => session, ready: () => session },
  } as unknown as CallDeps;
  const input = { method: 'createOrder', args: [], ...(deadlineMs !== undefined && { deadlineMs }) };
  return callMethod(deps, { bot, key, grant: bot.grants[0], input } as BotCall);
}

function ask(gate: Gate, name: string, answer: unknown, params: Record<string, unknown>): Promise<unknown> {
  const endpoint = endpoints.get(`privatePost${name}`);
  if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
  const transmit: Transmit = async (_final, transmission) => {
    transmission.handedOver = true;
    const given = await answer;
    if (given instanceof Error) throw given;
    return given;
  };
  return gate({ endpoint, params }, transmit);
}

const fateOf = async (outcome: Promise<unknown>) => {
  try {
    await outcome;
    return 'ok';
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return { code: fault.code, sent: fault.sent, retryable: fault.retryable };
  }
};
const record = () => {
  const [only] = log.query({ limit: 1 });
  return only;
};
const rateLimited = new ccxt.RateLimitExceeded('kraken {"error":["EAPI:Rate limit exceeded"]}');
const order = { pair: 'XXBTZUSD', type: 'buy', ordertype: 'limit', volume: '1', price: '1' };

describe('the requests of one call', () => {
  it('are twenty at most; the next is refused and says that earlier ones were sent', async () => {
    let sent = 0;
    const outcome = callWith(async (send) => {
      for (;;) {
        await send('Balance', {});
        sent += 1;
      }
    });
    expect(await fateOf(outcome)).toEqual({ code: 'LIMIT_EXCEEDED', sent: 'yes', retryable: false });
    expect(sent).toBe(20);
    expect(record()).toMatchObject({ status: 'failed', sent: 'yes', code: 'LIMIT_EXCEEDED' });
    expect(record()?.requests).toHaveLength(20);
  });

  it('stop at a refusal of the credentials, though ccxt would try on', async () => {
    let tries = 0;
    const outcome = callWith(async (send) => {
      for (let n = 0; n < 10; n += 1) {
        await send('Balance', new ccxt.AuthenticationError('kraken {"error":["EAPI:Invalid signature"]}')).catch(() => {
          tries += 1;
        });
      }
      throw new ccxt.ExchangeError('kraken gave up');
    });
    await fateOf(outcome);
    expect(tries).toBe(10);
    expect(record()?.requests).toHaveLength(1);
    expect(() => circuit.check(Date.now())).not.toThrow();
  });

  it('are no longer let through once the call has been answered', async () => {
    let late: Promise<unknown> | undefined;
    await callWith(async (send) => {
      setTimeout(() => {
        late = send('AddOrder', {}, order).catch((fault: AppError) => fault.code);
      }, 20);
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await late).toBe('LIMIT_EXCEEDED');
    expect(record()).toMatchObject({ status: 'ok', sent: 'no', requests: [] });
  });

  it('that run beside one that fails are waited for', async () => {
    const slow = new Promise((resolve) => setTimeout(() => resolve({ txid: ['O-1'] }), 60));
    const outcome = callWith((send) => Promise.all([send('AddOrder', slow, order), Promise.reject(rateLimited)]));
    expect(await fateOf(outcome)).toEqual({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(record()).toMatchObject({ sent: 'yes', requests: [{ status: 'ok', sent: 'yes' }] });
  });
});

describe('a call that fails after a part of it was done', () => {
  it.each([
    ['the exchange limits the rate', rateLimited],
    ['the exchange refuses the rest', new ccxt.InsufficientFunds('kraken {"error":["EOrder:Insufficient funds"]}')],
    ['ccxt cannot read the answer', new TypeError('x is undefined')],
    ['ccxt finds the answer wrong', new ccxt.BadResponse('kraken what')],
  ])('never says that it may be repeated: %s', async (_, fault) => {
    const outcome = callWith(async (send) => {
      await send('AddOrder', { txid: ['O-1'] }, order);
      throw fault;
    });
    expect(await fateOf(outcome)).toEqual({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false });
    expect(record()).toMatchObject({ status: 'unknown', sent: 'yes', code: 'OUTCOME_UNKNOWN' });
  });

  it('keeps what the exchange said', async () => {
    const outcome = callWith(async (send) => {
      await send('CancelOrder', { count: 1 }, { txid: 'O-1' });
      return send('AddOrder', new ccxt.InsufficientFunds('kraken {"error":["EOrder:Insufficient funds"]}'), order);
    });
    await expect(outcome).rejects.toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      details: { exchange: 'EOrder:Insufficient funds', ccxt: 'InsufficientFunds' },
    });
  });

  it('may be repeated where only reads were done', async () => {
    const outcome = callWith(async (send) => {
      await send('Balance', {});
      return send('AddOrder', rateLimited, order);
    });
    expect(await fateOf(outcome)).toEqual({ code: 'RATE_LIMITED', sent: 'no', retryable: true });
  });
});

describe('what stands in the log', () => {
  it.each([
    ['a refusal of ours', () => Promise.reject(new AppError('SYMBOL_DENIED')), 'denied', 'SYMBOL_DENIED'],
    ['an argument that ccxt stumbles over', () => Promise.reject(new TypeError('x')), 'denied', 'BODY_INVALID'],
    ['a refusal of the exchange', (send: Send) => send('AddOrder', rateLimited, order), 'failed', 'RATE_LIMITED'],
    [
      'a lost answer',
      (send: Send) => send('AddOrder', new ccxt.RequestTimeout('kraken'), order),
      'unknown',
      'OUTCOME_UNKNOWN',
    ],
  ])('%s', async (_, act, status, code) => {
    await fateOf(callWith(act));
    expect(record()).toMatchObject({ status, code });
  });
});

describe('a deadline', () => {
  it('that passed before sending stops the request, whatever it waited for', async () => {
    const outcome = callWith(async (send) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      return send('AddOrder', { txid: ['O-1'] }, order);
    }, 10);
    expect(await fateOf(outcome)).toEqual({ code: 'DEADLINE_PASSED', sent: 'no', retryable: true });
    expect(record()).toMatchObject({ status: 'denied', sent: 'no' });
  });

  it('does not cut a request that is under way', async () => {
    const slow = new Promise((resolve) => setTimeout(() => resolve({ txid: ['O-1'] }), 1500));
    expect(await fateOf(callWith((send) => send('AddOrder', slow, order), 1000))).toBe('ok');
  });
});
