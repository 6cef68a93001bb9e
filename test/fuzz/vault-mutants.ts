/** Ways to spoil a vault's file: bits, bytes and chunks here; its JSON and parts of other files in vault-json-edits.ts. */
import { below, type Draw, pick } from './draw.ts';
import { changeStructure, changeValue, copyWithin, onJson, transplant } from './vault-json-edits.ts';

export interface Mutant {
  /** What was done, e.g. `cut + JSON value`. */
  readonly kind: string;
  readonly bytes: Buffer;
}

type Mutate = (file: Buffer, draw: Draw, others: readonly Buffer[]) => Buffer;

const kinds = new Map<string, Mutate>([
  ['bits', (file, draw) => often(file, draw, (byte) => byte ^ (1 << below(draw, 8)))],
  ['bytes', (file, draw) => often(file, draw, () => below(draw, 256))],
  ['insert', (file, draw) => splice(file, below(draw, file.length + 1), 0, randomBytes(draw))],
  ['cut', (file, draw) => splice(file, ...chunkOf(file, draw))],
  ['cut off', (file, draw) => file.subarray(0, below(draw, file.length))],
  ['double', doubled],
  ['swap', swapped],
  ['JSON value', (file, draw) => onJson(file, draw, changeValue)],
  ['JSON structure', (file, draw) => onJson(file, draw, changeStructure)],
  ['JSON copy', (file, draw) => onJson(file, draw, copyWithin)],
  ['part of another', (file, draw, others) => transplant(file, pick(draw, others), draw)],
  ['bytes of another', bytesOfAnother],
  ['head and tail', headAndTail],
]);

export const kindsOfMutants = [...kinds.keys()];

/** One change in most cases, else up to three. Takes: `others` = true files whose parts may be put in. */
export function mutantOf(file: Buffer, draw: Draw, others: readonly Buffer[]): Mutant {
  const done: string[] = [];
  let bytes = file;
  for (let left = draw() < 0.7 ? 1 : 1 + below(draw, 3); left > 0 && bytes.length > 0; left -= 1) {
    const kind = pick(draw, kindsOfMutants);
    bytes = kinds.get(kind)?.(bytes, draw, others) ?? bytes;
    done.push(kind);
  }
  return { kind: done.join(' + '), bytes };
}

/** Changes one to four bytes. */
function often(file: Buffer, draw: Draw, change: (byte: number) => number): Buffer {
  const bytes = Buffer.from(file);
  for (let left = 1 + below(draw, 4); left > 0; left -= 1) {
    const at = below(draw, bytes.length);
    bytes[at] = change(bytes[at] ?? 0);
  }
  return bytes;
}

const randomBytes = (draw: Draw): Buffer =>
  Buffer.from(Array.from({ length: 1 + below(draw, 4) }, () => below(draw, 256)));

function splice(file: Buffer, at: number, length: number, put: Uint8Array = new Uint8Array(0)): Buffer {
  return Buffer.concat([file.subarray(0, at), put, file.subarray(at + length)]);
}

/** Where a chunk begins and how long it is: mostly short. */
function chunkOf(file: Buffer, draw: Draw): readonly [number, number] {
  const longest = draw() < 0.5 ? 8 : file.length;
  return [below(draw, file.length), 1 + below(draw, longest)];
}

function doubled(file: Buffer, draw: Draw): Buffer {
  const [at, length] = chunkOf(file, draw);
  return splice(file, at, 0, file.subarray(at, at + length));
}

/** Two chunks change places. */
function swapped(file: Buffer, draw: Draw): Buffer {
  const cuts = Array.from({ length: 4 }, () => below(draw, file.length + 1)).sort((one, other) => one - other);
  const [a = 0, b = 0, c = 0, d = 0] = cuts;
  const part = (from: number, to?: number) => file.subarray(from, to);
  return Buffer.concat([part(0, a), part(c, d), part(b, c), part(a, b), part(d)]);
}

function bytesOfAnother(file: Buffer, draw: Draw, others: readonly Buffer[]): Buffer {
  const [at, length] = chunkOf(file, draw);
  return splice(file, at, length, pick(draw, others).subarray(at, at + length));
}

function headAndTail(file: Buffer, draw: Draw, others: readonly Buffer[]): Buffer {
  const other = pick(draw, others);
  const cut = below(draw, Math.min(file.length, other.length));
  return Buffer.concat([file.subarray(0, cut), other.subarray(cut)]);
}
