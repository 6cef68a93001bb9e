import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';
import { checkSecretLength } from './code.ts';

export interface SecretReading {
  readonly secret: Secret;
  /** Sentences for the user; nothing here stops the secret from being used. */
  readonly warnings: readonly string[];
}

/** From here on a secret is as long as RFC 4226 section 4 (R6) wants it. */
const soundBytes = 16;

/**
 * Reads a set-up key as people type and paste it: blanks, hyphens, padding and case don't matter.
 * Throws: CODE_SECRET_INVALID with what is wrong, and without a character of the key. Source: RFC 4648 section 6.
 */
export function readSecret(text: string): SecretReading {
  const letters = normalise(text);
  const length = byteLengthOf(letters);
  checkSecretLength(length);
  return { secret: new Secret(decodeBase32(letters)), warnings: length < soundBytes ? [shortWarning(length)] : [] };
}

const shortWarning = (bytes: number): string =>
  `This two-factor secret is short (${bytes * 8} bits). It works, but a set-up key of 128 bits or more is harder to guess.`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function normalise(text: string): string {
  // Invisible and typographic blanks and dashes come along when a key is copied from a page.
  const packed = text.replace(/[\s\-\u00ad\u200b-\u200d\u2010-\u2015\u2060\ufeff]/g, '').replace(/=+$/, '');
  if (packed === '')
    throw refused(
      'The two-factor secret is empty. Enter the set-up key that the exchange shows beside the QR picture.',
    );
  if (/[^A-Za-z2-7]/.test(packed)) throw refused(strangerSentence(packed));
  // No number of bytes ends in such a group.
  if ([1, 3, 6].includes(packed.length % 8)) {
    throw refused(
      'The two-factor secret has the wrong length: a character is missing, or one is too many. Copy it again, whole.',
    );
  }
  return packed.toUpperCase();
}

function strangerSentence(packed: string): string {
  const isTypo = /^[A-Za-z0-9]+$/.test(packed);
  const rule = 'A set-up key has only the letters A to Z and the digits 2 to 7.';
  if (isTypo) return `${rule} This one has a 0, 1, 8 or 9: look again whether that is an O, an I or L, a B, or a g.`;
  return `${rule} This one has other characters. Copy the set-up key, not the code or the QR picture's address.`;
}

const byteLengthOf = (letters: string): number => Math.floor((letters.length * 5) / 8);

function decodeBase32(letters: string): Buffer {
  const bytes = Buffer.alloc(byteLengthOf(letters));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    buffer = ((buffer << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (buffer >> bits) & 0xff;
  }
  return bytes;
}

const refused = (detail: string): AppError => new AppError('CODE_SECRET_INVALID', { detail });
