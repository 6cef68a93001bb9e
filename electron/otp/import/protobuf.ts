/** As much of the protocol buffers' wire format as one small message needs. Source: protobuf.dev/programming-guides/encoding */
import { unusable } from './account.ts';

export interface Field {
  readonly field: number;
  /** Numbers as they stand on the wire; texts, bytes and messages as bytes. */
  readonly value: bigint | Uint8Array;
}

const maxFields = 10_000;

/** The fields of a message in their order. Throws: CODE_SECRET_INVALID on what ends early or is of no known kind. */
export function fieldsOf(bytes: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    fields.push({ field: Number(tag >> 3n), value: reader.value(Number(tag & 7n)) });
    if (fields.length > maxFields) throw damaged();
  }
  return fields;
}

/** A number; 0 where it is left out, and the last where it is said twice. */
export function numberOf(fields: readonly Field[], wanted: number): number {
  const value = fields.findLast(({ field }) => field === wanted)?.value;
  if (value instanceof Uint8Array) throw damaged();
  return Number(BigInt.asIntN(32, value ?? 0n));
}

export function bytesOf(fields: readonly Field[], wanted: number): Uint8Array {
  const value = fields.findLast(({ field }) => field === wanted)?.value ?? new Uint8Array();
  if (typeof value === 'bigint') throw damaged();
  return value;
}

const damaged = () => unusable('The data of this export is damaged. Scan its picture again.');
const longestVarint = 10;

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let n = 0; n < longestVarint; n += 1) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw damaged();
      value |= BigInt(byte & 0x7f) << BigInt(7 * n);
      if (byte < 0x80) return value;
    }
    throw damaged();
  }

  value(kind: number): bigint | Uint8Array {
    if (kind === 0) return this.varint();
    if (kind === 1) return this.#take(8);
    if (kind === 5) return this.#take(4);
    if (kind !== 2) throw damaged();
    const length = this.varint();
    if (length > BigInt(this.#bytes.length)) throw damaged();
    return this.#take(Number(length));
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw damaged();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
