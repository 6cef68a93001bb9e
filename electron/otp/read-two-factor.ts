import type { TwoFactorInput } from '../../shared/control-views.ts';
import { AppError } from '../../shared/errors.ts';
import type { TwoFactor } from '../../shared/model.ts';
import { Secret } from '../base/secret.ts';
import type { CodeSettings } from './code.ts';
import { readSecret } from './read-secret.ts';
import { readSettings } from './read-settings.ts';
import { readUri, type UriReading } from './read-uri.ts';

export interface TwoFactorReading {
  readonly twoFactor: TwoFactor;
  /** The seed's bytes, or the fixed password in UTF-8; undefined without a second factor. */
  readonly secret: Secret | undefined;
  readonly warnings: readonly string[];
}

/**
 * Reads a second factor as it was typed in.
 * Throws: CODE_SECRET_INVALID, or INPUT_INVALID where it isn't said what is meant.
 */
export function readTwoFactor(input: TwoFactorInput): TwoFactorReading {
  if (input.kind === 'none') return { twoFactor: { kind: 'none' }, secret: undefined, warnings: [] };
  if (input.kind === 'password') return readPassword(input.password);
  const { settings, secret, warnings } = readTotp(input);
  return { twoFactor: { kind: 'totp', ...settings }, secret, warnings };
}

type TotpInput = Extract<TwoFactorInput, { kind: 'totp' }>;

function readPassword(password: string): TwoFactorReading {
  const hasEdge = password !== password.trim();
  return {
    twoFactor: { kind: 'password' },
    secret: Secret.ofText(password),
    warnings: hasEdge
      ? ['The password begins or ends with a blank. It is kept as typed; check that this is meant.']
      : [],
  };
}

function readTotp(input: TotpInput): UriReading {
  const { secret, uri } = input;
  if ((secret === undefined) === (uri === undefined)) {
    throw new AppError('INPUT_INVALID', { detail: 'Give the two-factor "secret" or its "uri", one of them.' });
  }
  if (uri === undefined) return { ...readSecret(secret ?? ''), settings: readSettings(input) };
  const reading = readUri(uri);
  checkAgreement(input, reading.settings);
  return reading;
}

/** A URI says its own settings; others beside it are either the same or a mistake. */
function checkAgreement(input: TotpInput, settings: CodeSettings): void {
  const beside = readSettings({
    digits: input.digits ?? settings.digits,
    period: input.period ?? settings.periodSec,
    algorithm: input.algorithm ?? settings.algorithm,
  });
  const agree =
    beside.digits === settings.digits &&
    beside.periodSec === settings.periodSec &&
    beside.algorithm === settings.algorithm;
  if (!agree)
    throw new AppError('INPUT_INVALID', {
      detail: 'The digits, period or algorithm differ from those in the two-factor "uri". Leave them out.',
    });
}
