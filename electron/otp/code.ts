import { createGuardrails, generateSync, type HashAlgorithm } from 'otplib';
import { AppError } from '../../shared/errors.ts';
import type { Algorithm, TwoFactor } from '../../shared/model.ts';
import type { Secret } from '../base/secret.ts';

/** How the codes of a second factor are made. */
export type CodeSettings = Omit<Extract<TwoFactor, { kind: 'totp' }>, 'kind'>;

export const minSecretBytes = 10;
export const maxSecretBytes = 128;

// otplib's own minimum of 16 bytes would refuse the 80-bit secrets that exchanges still hand out.
const guardrails = createGuardrails({ MIN_SECRET_BYTES: minSecretBytes, MAX_SECRET_BYTES: maxSecretBytes });

const hashOf: Readonly<Record<Algorithm, HashAlgorithm>> = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' };

/**
 * The one-time code of a moment.
 * Takes: secret = the raw seed, 10-128 bytes; timeMs = Unix milliseconds of the exchange's clock.
 * Throws: CODE_SECRET_INVALID on a seed of another length. Source: RFC 6238 section 4.2; RFC 4226 section 5.3.
 */
export function codeAt(secret: Secret, timeMs: number, { algorithm, digits, periodSec }: CodeSettings): string {
  return secret.use((seed) => {
    checkSecretLength(seed.length);
    const epoch = Math.floor(timeMs / 1000);
    return generateSync({ secret: seed, algorithm: hashOf[algorithm], digits, period: periodSec, epoch, guardrails });
  });
}

/** Throws: CODE_SECRET_INVALID on a seed that is too short to be safe, or too long to be one. */
export function checkSecretLength(bytes: number): void {
  if (bytes >= minSecretBytes && bytes <= maxSecretBytes) return;
  const fault = bytes < minSecretBytes ? 'too short' : 'too long';
  throw new AppError('CODE_SECRET_INVALID', {
    detail: `The two-factor secret is ${fault}: it has ${bytes} bytes, and ${minSecretBytes} to ${maxSecretBytes} are taken. Copy it again, whole.`,
  });
}

/** The step that a moment belongs to. Source: RFC 6238 section 4.2. */
export const stepOf = (timeMs: number, periodSec: number): number => Math.floor(timeMs / 1000 / periodSec);

/** When a step ends and the next begins, in Unix milliseconds of the clock that the step was taken from. */
export const stepEndsMs = (step: number, periodSec: number): number => (step + 1) * periodSec * 1000;
