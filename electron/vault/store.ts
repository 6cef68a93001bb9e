/** Two files, one newer than the other: a save replaces the older one, so the last state is never touched. */
import { join } from 'node:path';
import { type Clock, isoTime } from '../base/clock.ts';
import { diskFault, errnoOf } from './disk-fault.ts';
import { maxFileBytes, type Parsed, parse, type SealedVault } from './envelope.ts';
import type { VaultFs } from './fs.ts';
import { cleared, isSame, otherBytes, temporaryOf, writeTemporary } from './write-file.ts';

export const fileNames = ['vault-a.json', 'vault-b.json'] as const;
export type FileName = (typeof fileNames)[number];

/** What stands in one of the two files. */
export type Copy = { readonly name: FileName; readonly bytes: Uint8Array } & (Parsed | { readonly kind: 'missing' });

/** One of the two files as a vault that may be opened. */
export interface Readable {
  readonly name: FileName;
  readonly bytes: Uint8Array;
  readonly sealed: SealedVault;
}

export interface Place {
  readonly dir: string;
  readonly fs: VaultFs;
  readonly clock: Clock;
}

/** What is to be saved, and a look at what came back from the disk. */
export interface Saving {
  readonly bytes: Uint8Array;
  readonly generation: number;
  readonly both: boolean;
  readonly isWhole: (bytes: Uint8Array) => boolean;
}

const unchanged = 'Nothing was changed.';
const uncertain = 'It is not certain whether the change was kept: open the vault again and look.';
const oneCopy = 'The change is kept, but in one of the two files only; the next save makes the other anew.';

export async function readCopy({ dir, fs }: Place, name: FileName): Promise<Copy> {
  const bytes = new Uint8Array(0);
  try {
    const found = await fs.read(join(dir, name), maxFileBytes);
    return found === undefined ? { name, bytes, kind: 'missing' } : { name, bytes: found, ...parse(found) };
  } catch (fault) {
    const errno = errnoOf(fault);
    // These say that the file is bad; any other fault may pass, and a newer file must not be taken for lost.
    if (errno === 'EIO' || errno === 'EISDIR' || errno === 'EFBIG') {
      return { name, bytes, kind: 'damaged', why: `it could not be read (${errno})` };
    }
    throw diskFault(fault, join(dir, name), unchanged);
  }
}

/** The two files of an open vault. Knows which generation stands in which. */
export class Store {
  readonly #place: Place;
  readonly #generations: Map<FileName, number>;

  /** Takes: the generation in each file that is whole. */
  constructor(place: Place, generations: Iterable<readonly [FileName, number]>) {
    this.#place = place;
    this.#generations = new Map(generations);
  }

  /**
   * Writes the older file, or both, and reads them back.
   * Gives: a fault where the new state stands, but in one file. Throws: DISK_FULL, INPUT_INVALID, INTERNAL where the old state stands.
   */
  async save(saving: Saving): Promise<Error | undefined> {
    const [older, newer] = this.#byAge();
    const names = saving.both ? [older, newer] : [older];
    try {
      for (const name of names) await this.#prepare(name, saving.bytes);
    } catch (fault) {
      throw diskFault(await this.#clear(names, fault), this.#path(older), unchanged);
    }
    await this.#placeFirst(older, saving);
    return saving.both ? this.#placeSecond(newer, saving) : undefined;
  }

  /** Makes a file again from the bytes of the good one. */
  async remake(name: FileName, { bytes, generation }: Pick<Saving, 'bytes' | 'generation'>): Promise<void> {
    await this.#prepare(name, bytes);
    await this.#put(name, { bytes, generation, both: false, isWhole: () => true });
  }

  /** Moves a bad file out of the way. Gives: its new name. */
  async setAside(name: FileName): Promise<string> {
    const { clock, fs, dir } = this.#place;
    const aside = `${name}.corrupt-${isoTime(clock.now()).replace(/[-:]/g, '')}`;
    await fs.rename(this.#path(name), join(dir, aside));
    await fs.syncDir(dir);
    return aside;
  }

  /** The first file of a save: where it fails, what was written is taken back. */
  async #placeFirst(name: FileName, saving: Saving): Promise<void> {
    try {
      await this.#put(name, saving);
    } catch (fault) {
      try {
        await this.#takeBack(name, saving.bytes);
      } catch (second) {
        throw diskFault(
          Object.assign(new AggregateError([fault, second]), { code: errnoOf(fault) }),
          this.#path(name),
          uncertain,
        );
      }
      const both = saving.both ? fileNames : [name];
      throw diskFault(await this.#clear(both, fault), this.#path(name), unchanged);
    }
  }

  async #placeSecond(name: FileName, saving: Saving): Promise<Error | undefined> {
    try {
      await this.#put(name, saving);
      return undefined;
    } catch (fault) {
      this.#generations.set(name, 0);
      return diskFault(await this.#clear([name], fault), this.#path(name), oneCopy);
    }
  }

  async #prepare(name: FileName, bytes: Uint8Array): Promise<void> {
    await writeTemporary(this.#place.fs, this.#path(name), bytes);
  }

  async #put(name: FileName, { bytes, generation, isWhole }: Saving): Promise<void> {
    const { fs, dir } = this.#place;
    await fs.rename(temporaryOf(this.#path(name)), this.#path(name));
    await fs.syncDir(dir);
    const written = await fs.read(this.#path(name), maxFileBytes);
    if (written === undefined || !isSame(written, bytes) || !isWhole(written)) throw otherBytes();
    this.#generations.set(name, generation);
  }

  /** Removes the new file if it got there; an older one that still stands is left. */
  async #takeBack(name: FileName, bytes: Uint8Array): Promise<void> {
    const { fs, dir } = this.#place;
    const there = await fs.read(this.#path(name), maxFileBytes);
    if (there === undefined || !isSame(there, bytes)) return;
    this.#generations.set(name, 0);
    await fs.unlink(this.#path(name));
    await fs.syncDir(dir);
  }

  /** Removes temporary files after a fault. Gives: the fault, with what else went wrong. */
  #clear(names: readonly FileName[], fault: unknown): Promise<unknown> {
    const paths = names.map((name) => temporaryOf(this.#path(name)));
    return cleared(this.#place.fs, paths, fault);
  }

  #byAge(): readonly [FileName, FileName] {
    const [a, b] = fileNames;
    const isOlder = (this.#generations.get(a) ?? 0) <= (this.#generations.get(b) ?? 0);
    return isOlder ? [a, b] : [b, a];
  }

  #path(name: FileName): string {
    return join(this.#place.dir, name);
  }
}
