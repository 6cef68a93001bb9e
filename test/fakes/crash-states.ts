/** What a power cut may leave of a disk: names and contents that were not synced, in any mixture. */

/** The content of a file: what programs see, and what is sure to last. */
export interface Inode {
  live: Uint8Array;
  durable: Uint8Array;
}

/** A rename is a `set` and a `remove`; on a file system without a journal a power cut may come between them. */
export type NameChange =
  | { readonly set: string; readonly inode: Inode; readonly remove?: string }
  | { readonly remove: string };

export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Every disk that a power cut might leave, each once: any part of the unsynced changes of names, in any order, a rename also
 * done by half, with unsynced content missing, cut off at four places, zeroed, of other bytes, or there.
 * Takes: lasts = may a file of this path be there at all?
 */
export function* crashStatesOf(
  durable: ReadonlyMap<string, Inode>,
  pending: readonly NameChange[],
  lasts: (path: string) => boolean,
): Iterable<Files> {
  const seen = new Set<string>();
  const numbered = new Map<Uint8Array, number>();
  for (const chosen of arrangements(pending.flatMap(halvesOf))) {
    const names = new Map(durable);
    for (const change of chosen) apply(names, change);
    const kept = [...names].filter(([path]) => lasts(path)).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const files of contentsOf(kept)) {
      const id = files.map(([path, bytes]) => `${path} ${idOf(bytes, numbered)}`).join('\n');
      if (seen.has(id)) continue;
      seen.add(id);
      yield new Map(files);
    }
  }
}

export function apply(names: Map<string, Inode>, change: NameChange): void {
  if (change.remove !== undefined) names.delete(change.remove);
  if ('set' in change) names.set(change.set, change.inode);
}

function halvesOf(change: NameChange): readonly NameChange[] {
  if (!('set' in change) || change.remove === undefined) return [change];
  return [{ set: change.set, inode: change.inode }, { remove: change.remove }];
}

/** Each part of the list in each order. */
function* arrangements<T>(all: readonly T[]): Iterable<readonly T[]> {
  yield [];
  for (const [index, first] of all.entries())
    for (const rest of arrangements(all.toSpliced(index, 1))) yield [first, ...rest];
}

function* contentsOf(
  names: readonly (readonly [string, Inode])[],
): Iterable<readonly (readonly [string, Uint8Array])[]> {
  const [first, ...rest] = names;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const bytes of possible(first[1])) for (const others of contentsOf(rest)) yield [[first[0], bytes], ...others];
}

const known = new WeakMap<Inode, { readonly live: Uint8Array; readonly states: readonly Uint8Array[] }>();

/** The same arrays for the same content, so that equal states are known by them. */
function possible(inode: Inode): readonly Uint8Array[] {
  const { live, durable } = inode;
  if (live === durable || Buffer.compare(live, durable) === 0) return [durable];
  const before = known.get(inode);
  if (before?.live === live) return before.states;
  const half = Math.floor(live.length / 2);
  const cuts = [1, half, live.length - 1].map((end) => live.slice(0, end));
  const other = live.map((byte, index) => (index < half ? byte : (byte * 31 + index) & 0xff));
  const states = [durable, ...cuts, new Uint8Array(live.length), other, live];
  known.set(inode, { live, states });
  return states;
}

function idOf(bytes: Uint8Array, numbered: Map<Uint8Array, number>): number {
  const id = numbered.get(bytes) ?? numbered.size;
  numbered.set(bytes, id);
  return id;
}
