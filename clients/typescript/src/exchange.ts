/** The object that is shaped like a ccxt exchange. */
import { checkOptions, splitArgs, writeBody } from './args.ts';
import type { Caller } from './caller.ts';
import { ccxtClasses, knownClasses } from './ccxt-classes.ts';
import { type Fail, makeError, Trouble } from './errors.ts';
import { toPrecision } from './precision.ts';
import { methods } from './tables.ts';
import type { CallOptions, Own } from './types.ts';
import type { Watches } from './watches.ts';

/** What the agent tells of a key's exchange. */
export interface Facts {
  readonly exchange: string;
  readonly name: string;
  readonly has: Own['has'];
  readonly methods: readonly string[];
  readonly timeframes: Readonly<Record<string, string | number>>;
  readonly precisionMode: number;
}

interface Parts {
  readonly key: string;
  readonly facts: Facts;
  readonly caller: Caller;
  readonly watches: Watches;
  readonly timeoutMs: number;
  readonly fail: Fail;
}

type Call = (method: string, args: readonly unknown[], options: CallOptions) => Promise<unknown>;

export function makeExchange(parts: Parts): object {
  const call = caught(parts.fail, calling(parts));
  const own = ownMembers(parts, call);
  return new Proxy(own, {
    get: (target, name) => (Reflect.has(target, name) ? Reflect.get(target, name) : pass(name)),
  });

  /** A method by its name; made once, so that it is the same function each time. */
  function pass(name: string | symbol): unknown {
    if (typeof name !== 'string' || !isMethod(name)) return undefined;
    const value = methods[name]?.[0] === 'stream' ? watching(parts, name) : passing(parts, call, name);
    Object.defineProperty(own, name, { value, writable: true, configurable: true });
    return value;
  }
}

function ownMembers({ key, facts, caller, watches, fail }: Parts, call: Call): object {
  const { exchange: id, name, has, timeframes, precisionMode } = facts;
  const markets = marketsOf(call);
  const own: Partial<Own> & { [name: string]: unknown } = {
    ...{ key, id, name, has, timeframes, precisionMode, markets: undefined, symbols: undefined },
    call: caught(fail, (method: string, args: readonly unknown[] = [], options?: CallOptions) =>
      call(method, args, checkOptions(method, options)),
    ),
    loadMarkets: async (reload: boolean = false) => {
      const loaded = await markets(reload);
      Object.assign(own, loaded);
      // For the errors of what stands below, which can't wait for them.
      await ccxtClasses();
      return loaded.markets;
    },
    ...marketHelpers(() => own.markets, precisionMode),
    me: caught(fail, () => caller.ask({ method: 'GET', path: '/v1/me', isRead: true, isRepeatable: true })),
    watch: (method: string, ...args: readonly unknown[]) => watches.watch(method, args),
    heartbeat: caught(fail, (seconds: number = 60) => heartbeat(key, caller, seconds)),
    close: async () => {
      watches.close();
      await caller.close();
    },
  };
  return own;
}

/** What ccxt has without asking anybody. They throw at once, so by the classes that are known. */
function marketHelpers(
  markets: () => Own['markets'],
  mode: number,
): Pick<Own, 'market' | 'amountToPrecision' | 'priceToPrecision'> {
  const now = <T>(work: () => T): T => {
    try {
      return work();
    } catch (fault) {
      throw fault instanceof Trouble ? makeError(fault.told, knownClasses()) : fault;
    }
  };
  const find = (symbol: string) => {
    const loaded = markets();
    if (loaded === undefined)
      throw new Trouble({
        code: 'INPUT_INVALID',
        ccxt: 'ExchangeError',
        detail: 'The markets are not loaded: call loadMarkets() first.',
      });
    if (Object.hasOwn(loaded, symbol)) return loaded[symbol];
    throw new Trouble({
      code: 'INPUT_INVALID',
      ccxt: 'BadSymbol',
      detail: `The exchange has no market ${String(symbol).slice(0, 60)}.`,
    });
  };
  return {
    market: (symbol) => now(() => find(symbol)),
    amountToPrecision: (symbol, amount) => now(() => toPrecision(amount, find(symbol).precision.amount, mode, true)),
    priceToPrecision: (symbol, price) => now(() => toPrecision(price, find(symbol).precision.price, mode, false)),
  };
}

const passing = ({ fail }: Parts, call: Call, name: string) =>
  caught(fail, (...given: readonly unknown[]) => {
    const { args, options } = splitArgs(name, given);
    return call(name, args, options);
  });

/** As with ccxt.pro: each call waits for the next event. */
const watching = ({ fail, watches }: Parts, name: string) =>
  caught(fail, (...given: readonly unknown[]) => watches.next(name, splitArgs(name, given).args));

/** What JavaScript, its consoles and test runners look up on any object; the names of methods have a capital inside. */
const notMethods: ReadonlySet<string> = new Set([
  'toJSON',
  'asymmetricMatch',
  'nodeType',
  'tagName',
  'hasAttribute',
  'isMockFunction',
]);
const methodForm = /^[a-z][a-z0-9]*[A-Z][A-Za-z0-9_]*$/;

const isMethod = (name: string): boolean =>
  Object.hasOwn(methods, name) || (methodForm.test(name) && !notMethods.has(name) && !(name in Object.prototype));

function calling({ key, caller, timeoutMs }: Parts): Call {
  // Less than the whole time, so that the agent's refusal comes before the bot hangs up and knows nothing.
  const ownDeadlineMs = Math.max(1, Math.floor(timeoutMs * 0.8));
  return async (method, args, { idempotencyKey, deadlineMs = ownDeadlineMs }) => {
    const isRead = /\.read$/.test(methods[method]?.[1] ?? '') || /^publicGet[A-Z0-9]/.test(method);
    const answer = await caller.ask({
      ...{ method: 'POST', path: `/v1/keys/${key}/call`, body: writeBody(method, args) },
      headers: {
        'Keybearer-Deadline-Ms': String(Math.min(deadlineMs, 999_999_999)),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...{ isRead, isRepeatable: isRead || idempotencyKey !== undefined },
    });
    if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
    throw new Trouble({ code: 'ROUTE_UNKNOWN', sent: 'unknown', detail: 'The agent gave an answer without a result.' });
  };
}

async function heartbeat(key: string, caller: Caller, seconds: number): Promise<{ readonly until: string }> {
  const body = JSON.stringify({ seconds });
  // Feeding the switch twice does what feeding it once does.
  const asked = { method: 'POST', path: `/v1/keys/${key}/heartbeat`, body, isRead: true, isRepeatable: true } as const;
  return (await caller.ask(asked)) as { readonly until: string };
}

interface Markets {
  readonly markets: Readonly<Record<string, unknown>>;
  readonly symbols: readonly string[];
}

/** Fetched once, also where several ask at the same time. */
function marketsOf(call: Call): (reload: boolean) => Promise<Markets> {
  let loading: Promise<Markets> | undefined;
  return (reload) => {
    if (loading === undefined || reload) {
      loading = call('fetchMarkets', [], {}).then(bySymbol);
      loading.catch(() => (loading = undefined));
    }
    return loading;
  };
}

function bySymbol(list: unknown): Markets {
  const rows = (Array.isArray(list) ? list : []) as readonly { readonly symbol: string }[];
  const markets = Object.fromEntries(rows.map((market) => [market.symbol, market]));
  return { markets, symbols: Object.keys(markets).sort() };
}

/** What a bot calls throws the bot's errors. */
const caught =
  <A extends readonly unknown[], R>(fail: Fail, work: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    try {
      return await work(...args);
    } catch (fault) {
      throw await fail(fault);
    }
  };
