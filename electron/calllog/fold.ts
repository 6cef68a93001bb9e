/** Makes the one record of a call from its entries. Pure, so that the table `calls` can be made again at any time. */
import { AppError, type Sent } from '../../shared/errors.ts';
import type { CallRecord, RequestRecord, Timings } from '../../shared/model.ts';
import { stricter } from '../../shared/permissions.ts';
import { noTimings } from '../../shared/timings.ts';
import { isoTime } from '../base/clock.ts';
import type { BeginEntry, CallEntry, EndEntry, IntentEntry, OutcomeEntry } from './record.ts';

/** Changes when the same entries give another record; the table `calls` is then made again. */
export const foldVersion = 3;

interface Parts {
  readonly begin: BeginEntry;
  readonly intents: readonly IntentEntry[];
  readonly outcomes: ReadonlyMap<number, OutcomeEntry>;
  /** The last one: a later look-up may end an interrupted call anew. */
  readonly end: EndEntry | undefined;
  /** When the call was answered. */
  readonly answered: EndEntry | undefined;
}

/** Takes: all entries of one call, in the order written. Throws: RECORD_FAILED where the first is not its `begin`. */
export function foldCall(entries: readonly CallEntry[]): CallRecord {
  const parts = sortOut(entries);
  const { begin, end } = parts;
  const requests = parts.intents.map((intent) => requestOf(intent, parts));
  return {
    id: begin.call,
    time: isoTime(begin.at),
    bot: begin.bot?.name ?? null,
    key: begin.key?.label ?? null,
    exchange: begin.exchange,
    method: begin.method,
    ...subjectOf(parts),
    verdict: verdictOf(parts),
    status: end?.status ?? 'pending',
    sent: end?.sent ?? sentOf(requests),
    code: end?.code ?? null,
    exchangeError: end?.exchangeError ?? null,
    otp: requests.some((request) => request.otp),
    timings: timingsOf(parts, requests),
    bytes: bytesOf(parts),
    requests,
  };
}

function sortOut(entries: readonly CallEntry[]): Parts {
  const begin = entries[0];
  if (begin?.kind !== 'begin') {
    throw new AppError('RECORD_FAILED', { detail: 'The call log has a call without its first entry.', sent: 'no' });
  }
  const intents: IntentEntry[] = [];
  const outcomes = new Map<number, OutcomeEntry>();
  const ends: EndEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'intent') intents.push(entry);
    if (entry.kind === 'outcome') outcomes.set(entry.n, entry);
    if (entry.kind === 'end') ends.push(entry);
  }
  return { begin, intents, outcomes, end: ends.at(-1), answered: ends[0] };
}

/** A request without an outcome shares the fate of its call. */
function requestOf(intent: IntentEntry, { outcomes, end, answered }: Parts): RequestRecord {
  const own = outcomes.get(intent.n);
  // A look-up ends a call anew, which settles what was in doubt.
  const fate = own === undefined || (own.sent === 'unknown' && end !== answered) ? end : own;
  return {
    n: intent.n,
    endpoint: intent.endpoint,
    permission: intent.permission,
    verdict: intent.verdict,
    status: fate?.status ?? 'pending',
    sent: fate?.sent ?? 'unknown',
    code: fate?.code ?? null,
    otp: outcomes.get(intent.n)?.otp ?? false,
    timings: withTimings(noTimings, outcomes.get(intent.n)?.timings),
  };
}

type Subject = Pick<
  CallRecord,
  'endpoint' | 'permission' | 'symbol' | 'side' | 'amount' | 'price' | 'notional' | 'clientOrderId'
>;

/** What the call was about: what was asked for, overruled by its strictest request, overruled by what was denied. */
function subjectOf({ begin, intents, end }: Parts): Subject {
  const first = intents[0];
  const main =
    first && intents.reduce((a, b) => (stricter(a.permission, b.permission) === a.permission ? a : b), first);
  const layers = [end, main, begin];
  const say = <N extends keyof Subject>(name: N) => layers.find((layer) => layer?.[name] !== undefined)?.[name] ?? null;
  return {
    endpoint: say('endpoint'),
    permission: say('permission'),
    symbol: say('symbol'),
    side: say('side'),
    amount: say('amount'),
    price: say('price'),
    notional: say('notional'),
    clientOrderId: say('clientOrderId'),
  };
}

function verdictOf({ intents, end }: Parts): CallRecord['verdict'] {
  if (end?.verdict !== undefined) return end.verdict;
  if (end?.status === 'denied') return 'denied';
  return intents.some((intent) => intent.verdict === 'asked') ? 'asked' : 'allowed';
}

/** The worst of the requests: doubt about one is doubt about all. */
function sentOf(requests: readonly RequestRecord[]): Sent {
  if (requests.some((request) => request.sent === 'unknown')) return 'unknown';
  return requests.some((request) => request.sent === 'yes') ? 'yes' : 'no';
}

const stages = ['policy', 'approval', 'budget', 'codeWait', 'sign', 'network'] as const;

/** What the end says; else each stage summed over the requests, and the total from begin to end. */
function timingsOf({ begin, end, answered }: Parts, requests: readonly RequestRecord[]): Timings {
  const timings = { ...noTimings };
  for (const stage of stages) {
    const spent = requests.map((request) => request.timings[stage]).filter((ms) => ms !== null);
    if (spent.length > 0) timings[stage] = round(spent.reduce((a, b) => a + b, 0));
  }
  // Another process wrote the end of an interrupted call, and its monotonic clock is another.
  if (answered !== undefined && answered.status !== 'interrupted')
    timings.total = Math.max(0, round(answered.mono - begin.mono));
  return withTimings(timings, end?.timings);
}

function withTimings(timings: Timings, more: OutcomeEntry['timings']): Timings {
  const merged = { ...timings };
  for (const stage of [...stages, 'total'] as const) merged[stage] = more?.[stage] ?? timings[stage];
  return merged;
}

function bytesOf({ outcomes }: Parts): CallRecord['bytes'] {
  const sum = { out: 0, in: 0 };
  for (const { bytes } of outcomes.values()) {
    sum.out += bytes?.out ?? 0;
    sum.in += bytes?.in ?? 0;
  }
  return sum;
}

const round = (ms: number): number => Math.round(ms * 1000) / 1000;
