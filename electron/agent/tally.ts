import type { AppError, Sent } from '../../shared/errors.ts';
import type { Key } from '../../shared/model.ts';
import type { Permission } from '../../shared/permissions.ts';
import type { CodeToSend } from './codes.ts';
import type { About } from './order-effect.ts';

/** What the requests of one call came to. */
export interface CallTally {
  /** The number of the next one. */
  requests: number;
  /** How many there may be. */
  readonly most: number;
  /** The worst of them, in the order no < yes < unknown. */
  sent: Sent;
  /** The same of those alone that can make the exchange act. */
  acted: Sent;
  handedOver: boolean;
  /** The request decided on last: what a denial was about. */
  about: (About & { readonly endpoint: string; readonly permission: Permission }) | undefined;
  /** The code that went along last. */
  code: CodeToSend | undefined;
  /** Nothing more may leave for this call: it has been answered. */
  isOver: boolean;
  /** The exchange refused the credentials; ccxt would try on with them until the account is locked. */
  refusal: AppError | undefined;
  readonly underWay: Set<Promise<unknown>>;
  /** How many requests left that can make the exchange act. */
  acts: number;
  /** The order whose reply was lost, where it can be looked up. */
  doubt: Doubt | undefined;
}

/** An order that may stand or not. */
export interface Doubt {
  /** From then on the exchange can't act on the request any more, by our clock in Unix milliseconds. */
  readonly endsMs: number;
  /** Gives back what it took of its bot's day. */
  readonly giveBack: () => void;
}

/** How many private requests one call may send. */
export const mostRequests = 20;

export const newTally = (): CallTally => ({
  requests: 0,
  most: mostRequests,
  sent: 'no',
  acted: 'no',
  handedOver: false,
  code: undefined,
  isOver: false,
  refusal: undefined,
  about: undefined,
  underWay: new Set(),
  acts: 0,
  doubt: undefined,
});

/** Closes the gate and waits for what is still under way: only then is it known what the call has done. */
export async function closeGate(tally: CallTally): Promise<void> {
  tally.isOver = true;
  await Promise.allSettled(tally.underWay);
}

/** A call that ended in doubt. */
export interface DoubtfulCall extends Doubt {
  readonly callId: string;
  readonly key: Key;
  readonly botId: string | null;
}

/** The worse of two, in the order no < yes < unknown. */
export const worse = (a: Sent, b: Sent): Sent => (a === 'unknown' || b === 'no' ? a : b);
