/** The entries of the call log. A call is a `begin`, an `intent` and an `outcome` a request, and an `end`. */
import type { CallStatus, Timings } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';

type Text = string | undefined;
type Sent = 'no' | 'yes' | 'unknown';

/** What a call or a request is about; what is unknown is left out. */
interface About {
  readonly endpoint?: Text;
  readonly permission?: Permission | undefined;
  readonly symbol?: Text;
  readonly side?: Text;
  readonly amount?: Text;
  readonly price?: Text;
  readonly notional?: { readonly amount: string; readonly currency: string } | undefined;
  readonly clientOrderId?: Text;
}

/** `at` is wall time, `mono` monotonic time of the process that wrote it, both in ms. */
interface Stamp {
  readonly at: number;
  readonly mono: number;
}

interface OfCall extends Stamp {
  readonly call: string;
}

type SomeTimings = { readonly [N in keyof Timings]?: Timings[N] | undefined };

export interface BeginEntry extends OfCall, About {
  readonly kind: 'begin';
  readonly bot: { readonly id: string; readonly name: string } | null;
  readonly key: { readonly id: string; readonly label: string } | null;
  readonly exchange: string | null;
  readonly method: string | null;
  /** What the bot sent, redacted. */
  readonly request?: unknown;
}

export interface IntentEntry extends OfCall, About {
  readonly kind: 'intent';
  readonly n: number;
  readonly endpoint: string;
  readonly permission: Permission;
  readonly verdict: 'allowed' | 'asked';
  /** By what the orders can be found afterwards: the client order ids of new ones, the exchange's id of a changed one. */
  readonly orders?: readonly string[] | undefined;
  readonly changes?: Text;
  /** What is about to be sent, redacted. */
  readonly request?: unknown;
}

export interface OutcomeEntry extends OfCall {
  readonly kind: 'outcome';
  readonly n: number;
  readonly status: Exclude<CallStatus, 'pending' | 'denied'>;
  readonly sent: Sent;
  readonly code?: Text;
  readonly exchangeError?: Text;
  readonly otp: boolean;
  readonly timings?: SomeTimings | undefined;
  readonly bytes?: { readonly out: number; readonly in: number } | undefined;
  /** What came back, redacted. */
  readonly response?: unknown;
}

/** The end of a call. `endpoint` and its neighbours name a request that was denied, since it has no intent. */
export interface EndEntry extends OfCall, About {
  readonly kind: 'end';
  readonly status: Exclude<CallStatus, 'pending'>;
  readonly verdict?: 'allowed' | 'denied' | 'asked' | undefined;
  readonly sent?: Sent | undefined;
  readonly code?: Text;
  readonly exchangeError?: Text;
  readonly timings?: SomeTimings | undefined;
  readonly response?: unknown;
}

/** An entry of a call. */
export type CallEntry = BeginEntry | IntentEntry | OutcomeEntry | EndEntry;

/** From here on segments are closed under another key. */
export interface EpochEntry extends Stamp {
  readonly kind: 'epoch';
  readonly vault: string;
  readonly epoch: number;
  /** The key's fingerprint. */
  readonly key: string;
}

export type Entry = CallEntry | EpochEntry;

/** An entry as the agent gives it: the log adds kind and time. */
export type NewEntry<E extends CallEntry> = Omit<E, 'kind' | 'at' | 'mono'>;

/** May this request change anything at the exchange? Its intent must then survive a power cut. */
export const acts = (entry: Entry): boolean => entry.kind === 'intent' && !harmless.has(entry.permission);
const harmless: ReadonlySet<string> = new Set(['market.read', 'account.read', 'orders.read', 'stream', 'code']);
