/** The recovery key as it is written on paper: 14 groups of 4 characters, the last one a check. */
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';

// Crockford's base32: no I, L, O or U. Source: https://www.crockford.com/base32.html
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyBytes = 32;
const keyCharacters = 52;
const checkCharacters = 4;
const maxTypedLength = 1000;

/** Takes: 32 bytes. */
export function writeRecoveryKey(key: Secret): string {
  const characters = key.use((bytes) => encode(bytes) + checkOf(bytes));
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}

/**
 * Reads a recovery key as people type it: any case, with or without dashes and spaces, O for 0, I or L for 1.
 * Throws: INPUT_INVALID on a typing error; a well-typed key of another vault is not one.
 */
export function readRecoveryKey(typed: Secret): Secret {
  const characters = typed.useText((text) => {
    if (text.length > maxTypedLength) throw typingError('it is too long');
    return text
      .toUpperCase()
      .replace(/[\s\p{Dash}]/gu, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1');
  });
  if (characters.length !== keyCharacters + checkCharacters) {
    throw typingError(
      `it has ${keyCharacters + checkCharacters} characters in 14 groups of 4, and this has ${characters.length}`,
    );
  }
  if ([...characters].some((character) => !alphabet.includes(character))) {
    throw typingError('it has a character that recovery keys never have');
  }
  const bytes = decode(characters.slice(0, keyCharacters));
  // Encoding again also refuses a last character whose four spare bits aren't zero.
  if (encode(bytes) + checkOf(bytes) !== characters) {
    bytes.fill(0);
    throw typingError('its last group, the check, does not fit the others');
  }
  return new Secret(bytes);
}

const typingError = (why: string): AppError =>
  new AppError('INPUT_INVALID', { detail: `The recovery key has a typing error: ${why}. Compare it with your copy.` });

/** Takes: bytes whose number is no multiple of 5, so that the last character is a part of one. */
function encode(bytes: Uint8Array): string {
  let characters = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      characters += alphabet[(held >> bits) & 31];
    }
  }
  return characters + alphabet[(held << (5 - bits)) & 31];
}

function decode(characters: string): Buffer {
  const bytes = Buffer.alloc(keyBytes);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const character of characters) {
    held = ((held << 5) | alphabet.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}

/** The first 20 bits of SHA-256 over a fixed text and the key. */
function checkOf(bytes: Uint8Array): string {
  const digest = createHash('sha256').update('keybearer recovery key').update(bytes).digest();
  return encode(digest.subarray(0, 3)).slice(0, checkCharacters);
}
