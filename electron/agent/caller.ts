import type { Bot, Grant } from '../../shared/model.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { CallLog } from '../calllog/store.ts';
import type { State } from '../state/store.ts';
import type { Approvals } from './approvals.ts';
import type { CodeToSend } from './codes.ts';
import type { Session } from './sessions.ts';

/** What a bot may do, and how often it called this key in the last 60 s. */
export interface Authority {
  readonly bot: Bot;
  readonly grant: Grant;
  readonly callsLastMinute: number;
}

/** Who makes a call, with what authority; `authority` is undefined for the user's own (the probe, a look-up). */
export interface Caller {
  readonly callId: string;
  readonly session: Session;
  readonly authority: Authority | undefined;
  /** What was called for; undefined where no method of ccxt was. */
  readonly asked: { readonly method: string; readonly args: readonly unknown[] } | undefined;
  /** Ends the wait for turn, budget and code. */
  readonly deadline: AbortSignal | undefined;
  /** The code to send; left out, the configured one for the moment of sending. */
  readonly code?: CodeChoice;
  /** A probe passes an open circuit, and its refusals don't count in it. */
  readonly isProbe?: boolean;
}

export type CodeChoice = { readonly kind: 'none' } | { readonly kind: 'given'; readonly code: CodeToSend };

export interface GateDeps {
  readonly log: CallLog;
  readonly state: State;
  readonly approvals: Approvals;
  readonly clock: Clock;
  readonly random: Random;
  /** Why no bot may place orders or move funds now; undefined where nothing stands against it. */
  readonly logTrouble: () => string | undefined;
  /** Told of what went wrong where a request went on all the same. */
  readonly report: (fault: unknown) => void;
  /** Throws where the authority has gone since the call began: paused, revoked, sealed. */
  readonly recheck: (caller: Caller) => void;
}
