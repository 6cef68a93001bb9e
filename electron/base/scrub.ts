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
 * Makes a scrubber for these secrets: raw, reversed, base64 and base64url (with or without padding, also inside a longer
 * text), hex, percent-encoded, JSON-escaped and \u-escaped; of a secret that is base64 itself, as most exchanges give
 * them, also the bytes inside. However many secrets there are, a text is read once.
 * Takes: secrets that stay the caller's; the scrubber keeps wipeable copies.
 */
export function makeScrubber(secrets: readonly Secret[]): Scrubber {
  const forms = secrets.flatMap((secret) => secret.use(formsOf)).sort((a, b) => lengthOf(b) - lengthOf(a));
  const byStart = Map.groupBy(forms, (form) => form.use(startOf));
  return {
    scrub: (text) => scrubText(text, byStart),
    wipe: () => {
      byStart.clear();
      for (const form of forms) form.wipe();
    },
  };
}

const lengthOf = (form: Secret): number => form.use((bytes) => bytes.length);

function formsOf(bytes: Buffer): Secret[] {
  if (bytes.length < minSecretBytes) return [];
  const text = bytes.toString('utf8');
  const reversed = [...text].reverse().join('');
  const forms = [text, reversed, ...encodingsOf(bytes), ...escapesOf(text)];
  const inside = decoded(text);
  if (inside !== undefined) {
    forms.push(...encodingsOf(inside));
    inside.fill(0);
  }
  const long = [...new Set(forms)].filter((form) => Buffer.byteLength(form) >= startBytes);
  return long.map((form) => Secret.ofText(form));
}

function encodingsOf(bytes: Buffer): string[] {
  const base64 = bytes.toString('base64');
  const hex = bytes.toString('hex');
  const inside = [0, 1, 2]
    .map((before) => base64Inside(bytes, before))
    .filter((form) => form.length >= leastInsideLength);
  return [
    // Without its padding it is found with it, too.
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(base64),
    ...inside,
    ...inside.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    hex.toUpperCase(),
  ];
}

/** Shorter pieces of base64 are found where nothing secret is. */
const leastInsideLength = 8;

/** What of a base64 text depends on these bytes alone, where so many others stand before them and any after. */
function base64Inside(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
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
    ...unicodeEscapes(text, json),
  ];
}

/** As programs write JSON that keep to ASCII, and as those do that escape everything. */
function unicodeEscapes(text: string, json: string): string[] {
  const ascii = json.replaceAll(/[^\0-\x7f]/g, unicodeEscape);
  const all = text.split('').map(unicodeEscape).join('');
  const upper = (escaped: string) =>
    escaped.replaceAll(/\\u[0-9a-f]{4}/g, (unit) => `\\u${unit.slice(2).toUpperCase()}`);
  return [ascii, upper(ascii), all, upper(all)];
}

const unicodeEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The bytes inside a base64 text, where it is one of some length. */
function decoded(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length >= minDecodedBytes ? bytes : undefined;
}

/** By its first bytes a form is looked up, so none is shorter. */
const startBytes = 4;
const startOf = (bytes: Buffer): number => bytes.readUInt32BE(0);

function scrubText(text: string, byStart: ReadonlyMap<number, readonly Secret[]>): string {
  if (byStart.size === 0 || text.length < startBytes) return text;
  const bytes = Buffer.from(text, 'utf8');
  const found = spansOf(bytes, byStart);
  return found.length === 0 ? text : without(bytes, found).toString('utf8');
}

interface Span {
  readonly from: number;
  to: number;
}

/** Where secrets stand, in order; those that overlap or touch are one. */
function spansOf(bytes: Buffer, byStart: ReadonlyMap<number, readonly Secret[]>): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let end = 0; end < bytes.length; end++) {
    start = ((start << 8) | (bytes[end] ?? 0)) >>> 0;
    const from = end - startBytes + 1;
    const forms = from < 0 ? undefined : byStart.get(start);
    // The longest stand first.
    const form = forms?.find((one) => one.use((secret) => isAt(bytes, from, secret)));
    if (form === undefined) continue;
    const to = from + lengthOf(form);
    const last = spans.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

const isAt = (bytes: Buffer, from: number, secret: Buffer): boolean =>
  from + secret.length <= bytes.length && secret.compare(bytes, from, from + secret.length) === 0;

function without(bytes: Buffer, spans: readonly Span[]): Buffer {
  const pieces: Buffer[] = [];
  let from = 0;
  for (const span of spans) {
    pieces.push(bytes.subarray(from, span.from), mark);
    from = span.to;
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}
