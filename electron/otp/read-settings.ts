import { AppError } from '../../shared/errors.ts';
import { Algorithm } from '../../shared/model.ts';
import type { CodeSettings } from './code.ts';

/** Settings as they come in: text from a URI, numbers from `key.json`. */
export interface RawSettings {
  readonly digits?: string | number | undefined;
  readonly period?: string | number | undefined;
  readonly algorithm?: string | undefined;
}

/**
 * Digits, period and hash; what is left out is what authenticator apps assume: 6, 30 s, SHA-1.
 * Throws: CODE_SECRET_INVALID on 5 or 9 digits, a period outside 15-120 s, another hash.
 */
export function readSettings({ digits, period, algorithm }: RawSettings): CodeSettings {
  return { algorithm: readAlgorithm(algorithm), digits: readDigits(digits), periodSec: readPeriod(period) };
}

function readDigits(value: string | number = 6): CodeSettings['digits'] {
  const digits = readWhole(value);
  if (digits === 6 || digits === 7 || digits === 8) return digits;
  throw refused('Codes have 6, 7 or 8 digits.');
}

function readPeriod(value: string | number = 30): number {
  const period = readWhole(value);
  if (period !== undefined && period >= 15 && period <= 120) return period;
  throw refused('The period of a code is a whole number of seconds from 15 to 120.');
}

const readWhole = (value: string | number): number | undefined =>
  /^\d{1,3}$/.test(String(value)) ? Number(value) : undefined;

function readAlgorithm(value = 'SHA1'): Algorithm {
  const read = Algorithm.safeParse(value.toUpperCase().replace(/^SHA-/, 'SHA'));
  if (read.success) return read.data;
  throw refused('The hash of a code is SHA1, SHA256 or SHA512.');
}

const refused = (detail: string): AppError => new AppError('CODE_SECRET_INVALID', { detail });
