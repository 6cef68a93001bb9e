/**
 * JSON read so that what one program checks is what the next one acts on. Refused: names given twice, `__proto__`, more
 * than 64 levels, lone surrogates, a byte order mark. Numbers keep their decimal value: a plain number where printing it
 * gives back the same decimal without an exponent, else a string with that decimal written out.
 */
import { isUtf8 } from 'node:buffer';
import { AppError } from '../../shared/errors.ts';

const maxDepth = 64;
/** The longest decimal that is written out: the range of a double and as much again. */
const maxDecimalLength = 700;
/** So few digits fit a double exactly, so only its way of printing can differ. */
const surelyExactLength = 15;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const numberParts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must be escaped in a string (RFC 8259 section 7)
const plainRun = /[^"\\\u0000-\u001f]*/y;

/**
 * Reads UTF-8 bytes as strict JSON.
 * Throws: BODY_INVALID. Source: RFC 8259, RFC 7493 (I-JSON).
 */
export function readStrictJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new AppError('BODY_INVALID', { detail: 'The body is not UTF-8.' });
  return read(bytes.toString('utf8'));
}

/** Reads text as strict JSON. Throws: BODY_INVALID. */
export function parseStrictJson(text: string): unknown {
  if (!text.isWellFormed()) throw refusal('half a surrogate pair');
  return read(text);
}

/**
 * A JSON number as a decimal without exponent and without needless zeros.
 * Gives: e.g. `0.0000001` for `1e-7`. Throws: BODY_INVALID on what is no JSON number or needs over 700 characters.
 */
export function exactDecimal(source: string): string {
  const [, sign = '', whole, fraction = '', power = '0'] = numberParts.exec(source) ?? [];
  if (whole === undefined) throw refusal('not a number');
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (/^0*$/.test(digits)) return '0';
  if (Math.abs(point) > maxDecimalLength || digits.length > maxDecimalLength)
    throw refusal('a number too long to be kept');
  const before = digits.slice(0, Math.max(point, 0)).padEnd(point, '0').replace(/^0+/, '');
  const after = ('0'.repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0))).replace(/0+$/, '');
  return `${sign}${before === '' ? '0' : before}${after === '' ? '' : `.${after}`}`;
}

function read(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

function numberOf(source: string): number | string {
  const value = Number(source);
  const size = Math.abs(value);
  if (source.length <= surelyExactLength && size < 1e15 && size >= 1e-6 && !/[eE]/.test(source)) return value;
  const decimal = exactDecimal(source);
  // JSON's -0 prints as 0, and so it is kept as 0.
  if (decimal === '0') return 0;
  return String(value) === decimal ? value : decimal;
}

/** One pass over the text; each method leaves `at` behind what it has read. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    this.#space();
    switch (this.#text.charCodeAt(this.#at)) {
      case 0x7b:
        return this.#object(this.#deeper(depth));
      case 0x5b:
        return this.#array(this.#deeper(depth));
      case 0x22:
        return this.#string();
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) throw refusal('something after the end', this.#at);
  }

  #deeper(depth: number): number {
    if (depth >= maxDepth) throw refusal(`more than ${maxDepth} levels`, this.#at);
    return depth + 1;
  }

  #object(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.#at += 1;
    if (this.#skips(0x7d)) return members;
    do {
      this.#space();
      const start = this.#at;
      const name = this.#string();
      // Copying such a member by assignment would change the copy's prototype.
      if (name === '__proto__') throw refusal('the name __proto__', start);
      if (Object.hasOwn(members, name)) throw refusal('a name given twice', start);
      if (!this.#skips(0x3a)) throw refusal('no ":"', this.#at);
      members[name] = this.value(depth);
    } while (this.#skips(0x2c));
    if (!this.#skips(0x7d)) throw refusal('no "}"', this.#at);
    return members;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    if (this.#skips(0x5d)) return items;
    do items.push(this.value(depth));
    while (this.#skips(0x2c));
    if (!this.#skips(0x5d)) throw refusal('no "]"', this.#at);
    return items;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== 0x22) throw refusal('no string', start);
    let end = this.#runEnd(start + 1);
    if (this.#text.charCodeAt(end) === 0x22) {
      this.#at = end + 1;
      return this.#text.slice(start + 1, end);
    }
    while (this.#text.charCodeAt(end) === 0x5c) end = this.#runEnd(end + 2);
    if (this.#text.charCodeAt(end) !== 0x22) throw refusal('a string without end', start);
    this.#at = end + 1;
    return unescaped(this.#text.slice(start, end + 1), start);
  }

  #runEnd(from: number): number {
    plainRun.lastIndex = from;
    plainRun.test(this.#text);
    return plainRun.lastIndex;
  }

  #number(): number | string {
    numberForm.lastIndex = this.#at;
    if (!numberForm.test(this.#text)) throw refusal('no value', this.#at);
    const source = this.#text.slice(this.#at, numberForm.lastIndex);
    this.#at = numberForm.lastIndex;
    return numberOf(source);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw refusal('no value', this.#at);
    this.#at += word.length;
    return value;
  }

  #skips(character: number): boolean {
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== character) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    for (;;) {
      const character = this.#text.charCodeAt(this.#at);
      if (character !== 0x20 && character !== 0x0a && character !== 0x0d && character !== 0x09) return;
      this.#at += 1;
    }
  }
}

/** `quoted` stands between quotes and holds no raw control character, so JSON.parse only has to judge its escapes. */
function unescaped(quoted: string, at: number): string {
  let text: unknown;
  try {
    text = JSON.parse(quoted);
  } catch {
    // Not kept as the cause: JSON.parse quotes the text, which may hold a secret.
    throw refusal('an escape that JSON does not have', at);
  }
  if (typeof text !== 'string' || !text.isWellFormed()) throw refusal('half a surrogate pair', at);
  return text;
}

function refusal(what: string, at?: number): AppError {
  const place = at === undefined ? '' : `, at character ${at}`;
  return new AppError('BODY_INVALID', {
    detail: `The body is not JSON that can be read in one way only: ${what}${place}.`,
  });
}
