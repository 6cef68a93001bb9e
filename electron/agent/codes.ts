import { AppError } from '../../shared/errors.ts';
import type { Key } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { Secret } from '../base/secret.ts';
import type { ClockEstimate } from '../otp/clock-offset.ts';
import { codeAt, stepEndsMs, stepOf } from '../otp/code.ts';
import type { CodeSteps } from '../otp/code-steps.ts';
import { codeMoment } from '../otp/schedule.ts';
import type { Vault } from '../vault/vault.ts';
import { useCredential } from './inventory.ts';
import type { VenueState } from './venues.ts';

/** A code on its way to the exchange. */
export interface CodeToSend {
  readonly code: string;
  /** The step that it belongs to; undefined for a fixed password. */
  readonly step: number | undefined;
}

/** The one-time codes (or the fixed password) of one key. */
export interface CodeSource {
  /** What became of the codes so far, and whether one may be sent twice. */
  readonly steps: CodeSteps;
  /** The code for a request that leaves now; waits where a step is about to end. Gives: undefined where the key has none. */
  forSending(deadline: AbortSignal | undefined): Promise<CodeToSend | undefined>;
  /** Ends once a later step than this one has begun at the exchange. Throws: DEADLINE_PASSED. */
  untilAfter(step: number, deadline: AbortSignal | undefined): Promise<void>;
  /** How long until a code may be sent, as far as is known without asking anybody; in milliseconds. */
  pauseMs(): number;
  /** Does the step that codes are made for now differ from this one? */
  isOver(step: number): boolean;
  /** The code that a person may type in now. Throws: INPUT_INVALID where the key has no codes. */
  forShowing(): Promise<{ readonly code: string; readonly expiresAt: string }>;
}

export interface CodeSourceDeps {
  readonly key: Key;
  readonly vault: Vault;
  readonly venue: VenueState;
  readonly clock: Clock;
  readonly steps: CodeSteps;
}

type Totp = Extract<Key['twoFactor'], { kind: 'totp' }>;

export function makeCodeSource(deps: CodeSourceDeps): CodeSource {
  const { key, vault, steps } = deps;
  const { twoFactor } = key;
  if (twoFactor.kind === 'totp') return new TotpSource(deps, twoFactor);
  return {
    steps,
    forSending: async () =>
      twoFactor.kind === 'none' ? undefined : { code: passwordFromVault(vault, key), step: undefined },
    untilAfter: async () => {},
    pauseMs: () => 0,
    isOver: () => true,
    forShowing: async () => {
      throw new AppError('INPUT_INVALID', { detail: `"${key.label}" has no one-time codes.` });
    },
  };
}

class TotpSource implements CodeSource {
  readonly steps: CodeSteps;
  readonly #deps: CodeSourceDeps;
  readonly #totp: Totp;
  // Codes are the same within a step; making one opens the vault's record, so the last one is kept for as long.
  #kept: { step: number; code: string } | undefined;

  constructor(deps: CodeSourceDeps, totp: Totp) {
    this.#deps = deps;
    this.#totp = totp;
    this.steps = deps.steps;
  }

  async forSending(deadline: AbortSignal | undefined): Promise<CodeToSend> {
    const estimate = await this.#deps.venue.offset();
    const { sendAtMs, step } = this.#moment(estimate, this.#firstFree(estimate));
    await this.#sleepUntil(sendAtMs, deadline);
    // A timer may go off a moment early, when the step that was waited for has not begun by our clock.
    const sent = Math.max(this.#presentStep(estimate.offsetMs), step);
    this.steps.use(sent);
    return { code: this.#codeOf(sent), step: sent };
  }

  async untilAfter(step: number, deadline: AbortSignal | undefined): Promise<void> {
    const { sendAtMs } = this.#moment(await this.#deps.venue.offset(), step + 1);
    await this.#sleepUntil(sendAtMs, deadline);
  }

  pauseMs(): number {
    if (this.steps.schedule !== 'once-per-step') return 0;
    const known = this.#deps.venue.knownOffset();
    if (known === undefined) return 0;
    return Math.max(0, this.#moment(known, this.#firstFree(known)).sendAtMs - this.#deps.clock.now());
  }

  isOver(step: number): boolean {
    const known = this.#deps.venue.knownOffset() ?? { offsetMs: 0, errorMs: 0, roundTripMs: 0 };
    return this.#moment(known).step !== step;
  }

  async forShowing(): Promise<{ readonly code: string; readonly expiresAt: string }> {
    const { venue } = this.#deps;
    const offsetMs = (await offsetOrNone(venue)) ?? 0;
    const step = this.#presentStep(offsetMs);
    const endsMs = stepEndsMs(step, this.#totp.periodSec) - offsetMs;
    return { code: this.#codeOf(step), expiresAt: isoTime(Math.round(endsMs)) };
  }

  #presentStep(offsetMs: number): number {
    return stepOf(this.#deps.clock.now() + offsetMs, this.#totp.periodSec);
  }

  #firstFree({ offsetMs }: ClockEstimate): number {
    return this.steps.firstFree(this.#presentStep(offsetMs));
  }

  #moment(estimate: Omit<ClockEstimate, 'measuredMs'>, earliestStep = Number.NEGATIVE_INFINITY) {
    const { offsetMs, errorMs, roundTripMs } = estimate;
    const { periodSec } = this.#totp;
    return codeMoment({ nowMs: this.#deps.clock.now(), offsetMs, errorMs, roundTripMs, periodSec, earliestStep });
  }

  async #sleepUntil(timeMs: number, deadline: AbortSignal | undefined): Promise<void> {
    const { clock } = this.#deps;
    const waitMs = timeMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, deadline);
    if (deadline?.aborted) throw new AppError('DEADLINE_PASSED');
  }

  #codeOf(step: number): string {
    if (this.#kept?.step !== step) {
      const timeMs = step * this.#totp.periodSec * 1000;
      this.#kept = { step, code: codeFromVault(this.#deps.vault, this.#deps.key, this.#totp, timeMs) };
    }
    return this.#kept.code;
  }
}

/** A code is shown also where the exchange can't be reached: then by our own clock. */
async function offsetOrNone(venue: VenueState): Promise<number | undefined> {
  try {
    return (await venue.offset()).offsetMs;
  } catch (fault) {
    if (fault instanceof AppError && (fault.code === 'EXCHANGE_UNAVAILABLE' || fault.code === 'RATE_LIMITED'))
      return undefined;
    throw fault;
  }
}

function codeFromVault(vault: Vault, key: Key, totp: Totp, timeMs: number): string {
  return useCredential(vault, key, ({ second }) => {
    if (second.kind !== 'totp')
      throw new AppError('INTERNAL', { detail: 'The key and its second factor do not fit.', sent: 'no' });
    const seed = new Secret(Buffer.from(second.seed, 'base64'));
    try {
      return codeAt(seed, timeMs, totp);
    } finally {
      seed.wipe();
    }
  });
}

const passwordFromVault = (vault: Vault, key: Key): string =>
  useCredential(vault, key, ({ second }) => {
    if (second.kind !== 'password')
      throw new AppError('INTERNAL', { detail: 'The key and its second factor do not fit.', sent: 'no' });
    return second.password;
  });
