import { AppError } from '../../shared/errors.ts';
import type { Key } from '../../shared/model.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { Secret } from '../base/secret.ts';
import { takesCode } from '../exchange/placement.ts';
import { codeAt, stepEndsMs, stepOf } from '../otp/code.ts';
import { codeMoment } from '../otp/schedule.ts';
import type { Vault } from '../vault/vault.ts';
import { useCredential } from './inventory.ts';
import type { VenueState } from './venues.ts';

/** The one-time codes (or the fixed password) of one key. */
export interface CodeSource {
  /** The code for a request that leaves now; waits where a step is about to end. Gives: undefined where the key sends none. */
  forSending(deadline: AbortSignal | undefined): Promise<string | undefined>;
  /** The code that a person may type in now. Throws: INPUT_INVALID where the key has no codes. */
  forShowing(): Promise<{ readonly code: string; readonly expiresAt: string }>;
}

export interface CodeSourceDeps {
  readonly key: Key;
  readonly vault: Vault;
  readonly venue: VenueState;
  readonly clock: Clock;
}

type Totp = Extract<Key['twoFactor'], { kind: 'totp' }>;

export function makeCodeSource({ key, vault, venue, clock }: CodeSourceDeps): CodeSource {
  const { twoFactor } = key;
  // Codes are the same within a step; making one opens the vault's record, so the last one is kept for as long.
  let kept: { step: number; code: string } | undefined;
  const totpAt = (totp: Totp, exchangeMs: number): string => {
    const step = stepOf(exchangeMs, totp.periodSec);
    if (kept?.step !== step) kept = { step, code: codeFromVault(vault, key.id, totp, exchangeMs) };
    return kept.code;
  };
  return {
    async forSending(deadline) {
      if (twoFactor.kind === 'none' || !takesCode(key.exchange)) return undefined;
      if (twoFactor.kind === 'password') return passwordFromVault(vault, key.id);
      const { offsetMs, errorMs, roundTripMs } = await venue.offset();
      const { sendAtMs, step } = codeMoment({
        nowMs: clock.now(),
        offsetMs,
        errorMs,
        roundTripMs,
        periodSec: twoFactor.periodSec,
      });
      const waitMs = sendAtMs - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, deadline);
      if (deadline?.aborted) throw new AppError('DEADLINE_PASSED');
      // A timer may go off a moment early, when the step that was waited for has not begun by our clock.
      return totpAt(twoFactor, Math.max(clock.now() + offsetMs, step * twoFactor.periodSec * 1000));
    },
    async forShowing() {
      if (twoFactor.kind !== 'totp')
        throw new AppError('INPUT_INVALID', { detail: `"${key.label}" has no one-time codes.` });
      const offsetMs = (await offsetOrNone(venue)) ?? 0;
      const exchangeMs = clock.now() + offsetMs;
      const endsMs = stepEndsMs(stepOf(exchangeMs, twoFactor.periodSec), twoFactor.periodSec) - offsetMs;
      return { code: totpAt(twoFactor, exchangeMs), expiresAt: isoTime(Math.round(endsMs)) };
    },
  };
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

function codeFromVault(vault: Vault, keyId: string, totp: Totp, timeMs: number): string {
  return useCredential(vault, keyId, ({ second }) => {
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

const passwordFromVault = (vault: Vault, keyId: string): string =>
  useCredential(vault, keyId, ({ second }) => {
    if (second.kind !== 'password')
      throw new AppError('INTERNAL', { detail: 'The key and its second factor do not fit.', sent: 'no' });
    return second.password;
  });
