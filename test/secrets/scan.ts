/** Finds planted secrets in bytes, however they were written. */

export interface Planted {
  /** What it is, e.g. `the token of grid-1`. */
  readonly name: string;
  readonly text: string;
  /** Further bytes that give it away, such as those inside its base64 or base32. */
  readonly inside?: Buffer;
}

export const textOf = (planted: readonly Planted[], name: string): string =>
  planted.find((one) => one.name === name)?.text ?? '';

export interface Finding {
  readonly secret: string;
  readonly form: string;
  readonly at: number;
}

interface Needle {
  readonly secret: string;
  readonly form: string;
  readonly bytes: Buffer;
}

/** Shorter forms would be found by chance. */
const shortest = 8;
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Looks for every form of every secret in one pass. */
export class Scanner {
  /** By their first four bytes. */
  readonly #needles = new Map<number, Needle[]>();
  readonly #first = new Uint8Array(65_536);

  constructor(planted: readonly Planted[]) {
    for (const secret of planted) {
      for (const [form, bytes] of formsOf(secret)) {
        if (bytes.length < shortest) continue;
        const key = bytes.readUInt32LE(0);
        this.#needles.set(key, [...(this.#needles.get(key) ?? []), { secret: secret.name, form, bytes }]);
        this.#first[key & 0xffff] = 1;
      }
    }
  }

  find(bytes: Buffer): Finding[] {
    const found: Finding[] = [];
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      if (this.#first[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] === 0) continue;
      for (const { secret, form, bytes: needle } of this.#needles.get(bytes.readUInt32LE(at)) ?? [])
        if (bytes.subarray(at, at + needle.length).equals(needle)) found.push({ secret, form, at });
    }
    return found;
  }
}

/** Every spelling of a secret that is looked for, by its name. */
export function formsOf({ text, inside }: Planted): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(text, 'utf8');
  const forms = new Map<string, Buffer>();
  const add = (form: string, spelled: string | Buffer) => {
    const bytes = Buffer.from(spelled);
    if (![...forms.values()].some((known) => known.equals(bytes))) forms.set(form, bytes);
  };
  add('plain', plain);
  add('reversed', [...text].reverse().join(''));
  add('UTF-16', Buffer.from(text, 'utf16le'));
  add('lower case', text.toLowerCase());
  add('upper case', text.toUpperCase());
  add('without dashes', text.replaceAll('-', ''));
  for (const [form, spelled] of escapesOf(text)) add(form, spelled);
  for (const [form, spelled] of encodingsOf(plain)) add(form, spelled);
  // A part is as telling, where the whole was cut for a column or a line.
  if (plain.length >= 32) {
    add('its first half', plain.subarray(0, Math.ceil(plain.length / 2)));
    add('its second half', plain.subarray(Math.floor(plain.length / 2)));
  }
  if (inside !== undefined) {
    add('the bytes inside', inside);
    for (const [form, spelled] of encodingsOf(inside)) add(`the bytes inside in ${form}`, spelled);
  }
  return forms;
}

function encodingsOf(bytes: Buffer): (readonly [string, string])[] {
  const hex = bytes.toString('hex');
  return [
    ['hex', hex],
    ['hex in capitals', hex.toUpperCase()],
    ['hex with colons', (hex.match(/../g) ?? []).join(':')],
    ['hex with spaces', (hex.match(/../g) ?? []).join(' ')],
    ['decimal numbers', [...bytes].join(',')],
    ['base32', base32Of(bytes)],
    ['base64', bytes.toString('base64').replace(/=+$/, '')],
    ['base64url', bytes.toString('base64url')],
    // Within a longer text that was encoded as a whole it may begin at any of three places.
    ...[0, 1, 2].flatMap((shift) => {
      const core = coreOf(bytes, shift);
      return [
        [`base64 at ${shift}`, core] as const,
        [`base64url at ${shift}`, core.replaceAll('+', '-').replaceAll('/', '_')] as const,
        [`percent-encoded base64 at ${shift}`, encodeURIComponent(core)] as const,
      ];
    }),
  ];
}

/** The characters of base64 that hang on these bytes alone. */
function coreOf(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const isCut = (bytes.length + shift) % 3 !== 0;
  return encoded.slice(shift === 0 ? 0 : shift + 1, isCut ? -1 : undefined);
}

function escapesOf(text: string): (readonly [string, string])[] {
  const percent = encodeURIComponent(text);
  const all = [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const json = JSON.stringify(text).slice(1, -1);
  const lower = (escaped: string) => escaped.replaceAll(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
  return [
    ['percent-encoded', percent],
    ['percent-encoded in lower case', lower(percent)],
    ['form-encoded', percent.replaceAll('%20', '+')],
    ['every byte percent-encoded', all.toUpperCase()],
    ['every byte percent-encoded in lower case', all],
    ['JSON', json],
    ['JSON in JSON', JSON.stringify(json).slice(1, -1)],
    ['JSON with escaped slashes', json.replaceAll('/', '\\/')],
    ['HTML', text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
  ];
}

function base32Of(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => base32[Number.parseInt(five, 2)]).join('');
}
