/** Amounts and prices as an exchange takes them, in exact digits. Source: ccxt 4.5's `decimalToPrecision`, without padding. */
import { Trouble } from './errors.ts';

const modes = { decimalPlaces: 2, significantDigits: 3, tickSize: 4 } as const;
/** More than any exchange's steps have. */
const places = 30;

/**
 * Cuts an amount off, or rounds a price, to the market's step.
 * Takes: step = ccxt's precision, in the exchange's `precisionMode`. Throws: INPUT_INVALID (ccxt's InvalidOrder) where nothing is left.
 */
export function toPrecision(value: number | string, step: unknown, mode: number, isCut: boolean): string {
  const number = scaled(value);
  const tick = tickOf(number, step, mode);
  const isBelow = number < 0n;
  const size = isBelow ? -number : number;
  const rounded = ((size + (isCut ? 0n : tick / 2n)) / tick) * tick;
  if (rounded === 0n)
    throw new Trouble({
      code: 'INPUT_INVALID',
      ccxt: 'InvalidOrder',
      detail: `${value} is less than the least step, ${String(step)}. Nothing was sent.`,
    });
  return (isBelow ? '-' : '') + written(rounded);
}

function tickOf(number: bigint, step: unknown, mode: number): bigint {
  if (step === undefined || step === null) return 1n;
  if (mode === modes.tickSize) return scaled(String(step));
  const digits = Number(step);
  const whole = String(number < 0n ? -number : number).length;
  const zeros = mode === modes.significantDigits ? whole - digits : places - digits;
  return 10n ** BigInt(Math.max(0, zeros));
}

/** As a whole number of 10^-30. */
function scaled(value: number | string): bigint {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(String(value)) ?? [];
  if (whole === '')
    throw new Trouble({
      code: 'INPUT_INVALID',
      detail: `${String(value).slice(0, 60)} is no number. Nothing was sent.`,
    });
  const shift = places + Number(power) - part.length;
  const digits = BigInt(whole + part);
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '' ? size : -size;
}

function written(size: bigint): string {
  const digits = String(size).padStart(places + 1, '0');
  const [whole, part] = [digits.slice(0, -places), digits.slice(-places).replace(/0+$/, '')];
  return part === '' ? whole : `${whole}.${part}`;
}
