/** The second net: finds the secrets that are alive in a text, however they were written, and hides them. */
import { Secret } from './secret.ts';

/** Shorter ones are left alone: hiding every "12" would hide the text. */
const minSecretBytes = 4;
const minDecodedBytes = 16;
const mark = Buffer.from('[hidden]');

export interface Scrubber {
  scrub(text: string): string;
  /** Forgets the secrets; from then on nothing is hidden. */
  wipe(): void;
}

/**
 * Makes a scrubber for these secrets: raw, base64, base64url, hex, percent-encoded and JSON-escaped;
 * of a secret that is base64 itself, as most exchanges give them, also the bytes inside.
 * Takes: secrets that stay the caller's; the scrubber keeps wipeable copies.
 */
export function makeScrubber(secrets: readonly Secret[]): Scrubber {
  const forms = secrets.flatMap((secret) => secret.use(formsOf)).sort((a, b) => lengthOf(b) - lengthOf(a));
  return {
    scrub: (text) => scrubText(text, forms),
    wipe: () => {
      for (const form of forms.splice(0)) form.wipe();
    },
  };
}

const lengthOf = (form: Secret): number => form.use((bytes) => bytes.length);

function formsOf(bytes: Buffer): Secret[] {
  if (bytes.length < minSecretBytes) return [];
  const text = bytes.toString('utf8');
  const forms = [text, ...encodingsOf(bytes), ...escapesOf(text)];
  const inside = decoded(text);
  if (inside !== undefined) {
    forms.push(...encodingsOf(inside));
    inside.fill(0);
  }
  return [...new Set(forms)].map((form) => Secret.ofText(form));
}

function encodingsOf(bytes: Buffer): string[] {
  const base64 = bytes.toString('base64');
  const hex = bytes.toString('hex');
  // Without its padding it is found with it, too.
  return [base64.replace(/=+$/, ''), bytes.toString('base64url'), encodeURIComponent(base64), hex, hex.toUpperCase()];
}

function escapesOf(text: string): string[] {
  const percent = encodeURIComponent(text.toWellFormed());
  const all = Array.from(
    Buffer.from(text, 'utf8'),
    (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
  const json = JSON.stringify(text).slice(1, -1);
  const jsonTwice = JSON.stringify(json).slice(1, -1);
  const lower = (escaped: string) => escaped.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  return [
    percent,
    lower(percent),
    percent.replaceAll('%20', '+'),
    all,
    lower(all),
    json,
    json.replaceAll('/', '\\/'),
    jsonTwice,
  ];
}

/** The bytes inside a base64 text, where it is one of some length. */
function decoded(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= minDecodedBytes ? bytes : undefined;
}

function scrubText(text: string, forms: readonly Secret[]): string {
  if (forms.length === 0 || text === '') return text;
  let bytes = Buffer.from(text, 'utf8');
  let isChanged = false;
  for (const form of forms) {
    const next = form.use((secret) => without(bytes, secret));
    if (next === undefined) continue;
    bytes = next;
    isChanged = true;
  }
  return isChanged ? bytes.toString('utf8') : text;
}

/** Gives: the bytes with each occurrence replaced, or undefined where there is none. */
function without(bytes: Buffer, secret: Buffer): Buffer<ArrayBuffer> | undefined {
  let at = bytes.indexOf(secret);
  if (at < 0) return undefined;
  const pieces: Buffer[] = [];
  let from = 0;
  for (; at >= 0; at = bytes.indexOf(secret, from)) {
    pieces.push(bytes.subarray(from, at), mark);
    from = at + secret.length;
  }
  pieces.push(bytes.subarray(from));
  return Buffer.concat(pieces);
}
