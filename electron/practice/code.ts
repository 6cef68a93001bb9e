import { createHmac } from 'node:crypto';

const periodSec = 30;
const base32Digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The hash of a code. Kraken uses SHA-1; the others are here to be checked against RFC 6238. */
export type CodeHash = 'sha1' | 'sha256' | 'sha512';

export const stepOf = (timeMs: number): number => Math.floor(timeMs / 1000 / periodSec);

/**
 * One-time code for a step.
 * Takes: secret bytes; step = floor(Unix seconds / 30). Gives: `digits` decimal characters.
 * Source: RFC 4226 section 5.3; RFC 6238 section 4.2.
 */
export function codeAt(secret: Uint8Array, step: number, digits = 6, codeHash: CodeHash = 'sha1'): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(codeHash, secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The step a code is good for, one early or late included. Gives: undefined where it is good for none. */
export function stepOfCode(secret: Uint8Array, code: string, timeMs: number): number | undefined {
  const now = stepOf(timeMs);
  return [now, now - 1, now + 1].find((step) => step >= 0 && codeAt(secret, step) === code);
}

/** Bytes of RFC 4648 base32. Takes: upper case, padding optional. Throws: TypeError on any other character. */
export function readBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text.replace(/=+$/, '')) {
    const digit = base32Digits.indexOf(character);
    if (digit < 0) throw new TypeError('not base32');
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** RFC 4648 base32 without padding. */
export function writeBase32(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = binary.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Digits.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}
