/** An order of the log tried again at Kraken with `validate`: checked there, and never placed. */
import type { CallRecord, Key } from '../../shared/model.ts';
import type { DryRunView, NoDryRun } from '../../shared/window-views.ts';
import { newId } from '../base/random.ts';
import type { CallEntry } from '../calllog/record.ts';
import { nameFailure } from '../exchange/failures.ts';
import type { CallDeps } from './call.ts';
import { openGate } from './gate.ts';
import { closeGate, newTally } from './tally.ts';

export interface DryRunDeps extends CallDeps {
  readonly key: Key;
}

type OrderParams = Readonly<Record<string, string | number | boolean>>;

export type OrderFound =
  | { readonly kind: 'order'; readonly keyId: string; readonly order: OrderParams }
  | { readonly kind: 'none'; readonly why: NoDryRun };

/** Kraken's one endpoint for a single order, by ccxt's name of it. */
const addOrder = 'privatePostAddOrder';
const longestMs = 30_000;

/**
 * What a call's order was made of, from what the log holds of its request. Its own name and its last moment are left out:
 * the exchange would refuse both a second time.
 */
export function orderOf({ exchange }: CallRecord, entries: readonly CallEntry[]): OrderFound {
  const none = (why: NoDryRun): OrderFound => ({ kind: 'none', why });
  if (exchange !== 'kraken') return none('exchange');
  const [begin] = entries;
  const sent = entries.filter((entry) => entry.kind === 'intent').filter((one) => one.permission === 'orders.create');
  const [intent, ...more] = sent;
  if (begin?.kind !== 'begin' || intent === undefined) return none('no-order');
  if (more.length > 0 || intent.endpoint !== addOrder) return none('several');
  const order = wholeOrder(intent.request);
  if (order === undefined || begin.key === null) return none('incomplete');
  return { kind: 'order', keyId: begin.key.id, order };
}

const leftOut: ReadonlySet<string> = new Set(['cl_ord_id', 'deadline', 'validate', 'nonce', 'otp']);
const needed = ['pair', 'type', 'ordertype', 'volume'];
/** What the log keeps of a value that it may not show, like `string(12)`. */
const hidden = /^(?:string|array|object|binary|name)\(\d+\)$|^(?:number|boolean|undefined)$|\[hidden\]/;

/** Undefined where the log shows less of it than was sent. */
function wholeOrder(request: unknown): OrderParams | undefined {
  if (typeof request !== 'object' || request === null) return undefined;
  const order: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(request)) {
    if (leftOut.has(name)) continue;
    if (hidden.test(name)) return undefined;
    if (typeof value === 'string' && !hidden.test(value)) order[name] = value;
    else if (typeof value === 'number' || typeof value === 'boolean') order[name] = value;
    else return undefined;
  }
  return needed.every((name) => name in order) ? order : undefined;
}

/** The owner's own call, as every other: recorded before it leaves, with a code, in its turn. */
export async function dryRun(deps: DryRunDeps, of: CallRecord, order: OrderParams): Promise<DryRunView> {
  const { key } = deps;
  const callId = newId('call', deps.random);
  const params = { ...order, validate: true };
  deps.log.begin({
    ...{ call: callId, bot: null, key: { id: key.id, label: key.label }, exchange: key.exchange, method: addOrder },
    ...aboutOf(of),
    request: params,
  });
  const tally = newTally();
  try {
    const session = await deps.sessions.of(key);
    const deadline = AbortSignal.timeout(longestMs);
    const caller = { callId, session, authority: undefined, asked: undefined, deadline };
    const answer = await session.client.call(addOrder, [params], openGate(deps, caller, tally));
    deps.log.end({ call: callId, status: 'ok', sent: tally.sent });
    return { ok: true, words: describedBy(answer), call: callId };
  } catch (fault) {
    const error = nameFailure(fault, { needs: 'orders.create', handedOver: tally.handedOver });
    // With `validate` nothing can have been placed, whatever became of the answer.
    const { exchange } = error.details;
    deps.log.end({
      ...{ call: callId, status: 'failed', sent: error.sent, code: error.code },
      ...(exchange === undefined ? {} : { exchangeError: exchange }),
    });
    return { ok: false, words: exchange ?? error.message, call: callId };
  } finally {
    await closeGate(tally);
  }
}

const aboutOf = ({ symbol, side, amount, price }: CallRecord): Partial<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ symbol, side, amount, price }).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

/** The exchange's own description: "buy 0.01000000 XBTUSD @ limit 20000.0". */
function describedBy(answer: unknown): string {
  const said = read(read(read(answer, 'result'), 'descr'), 'order');
  return typeof said === 'string' ? said : '';
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
