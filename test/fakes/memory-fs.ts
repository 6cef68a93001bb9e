/** A disk in memory that can fail at any call and tells what a power cut might leave. Folders below the first have to be made. */
import { basename, dirname } from 'node:path';
import type { VaultFile, VaultFs } from '../../electron/vault/fs.ts';
import { apply, crashStatesOf, type Inode, type NameChange } from './crash-states.ts';

export interface Fault {
  /** The number of the call, from 0. */
  readonly at: number;
  readonly code: string;
  /** `after`: the call does its work and fails all the same. */
  readonly when: 'before' | 'after';
  /** Every later call fails too. */
  readonly isLasting?: boolean;
}

const empty = new Uint8Array(0);
const isFirst = (path: string): boolean => dirname(path) === '/';

export class MemoryFs implements VaultFs {
  fault: Fault | undefined;
  /** Every call, e.g. `rename /data/vault-a.json`. */
  readonly calls: string[] = [];
  /** Is told after each call that was made, whether or not it failed. */
  onCall: (() => void) | undefined;
  readonly #names = new Map<string, Inode>();
  readonly #durable = new Map<string, Inode>();
  #pending: NameChange[] = [];
  readonly #folders = new Set<string>();
  readonly #durableFolders = new Set<string>();

  /** A disk that holds these files for good. */
  static of(files: Iterable<readonly [string, Uint8Array]>): MemoryFs {
    const disk = new MemoryFs();
    for (const [path, bytes] of files) disk.set(path, bytes);
    return disk;
  }

  /** The files as programs see them. */
  files(): Map<string, Uint8Array> {
    return new Map([...this.#names].map(([path, { live }]) => [path, Uint8Array.from(live)]));
  }

  /** The same disk without its history, as after a restart of the program. */
  copy(): MemoryFs {
    return MemoryFs.of(this.files());
  }

  set(path: string, bytes: Uint8Array): void {
    const inode = { live: Uint8Array.from(bytes), durable: Uint8Array.from(bytes) };
    this.#names.set(path, inode);
    this.#durable.set(path, inode);
    for (const folders of [this.#folders, this.#durableFolders]) folders.add(dirname(path));
  }

  delete(path: string): void {
    this.#names.delete(path);
    this.#durable.delete(path);
  }

  /** Fails from the next call that has this place in the order. Takes: `at` counted from now. */
  failAt(at: number, code: string, when: Fault['when'] = 'before', isLasting = false): void {
    this.fault = { at: this.calls.length + at, code, when, isLasting };
  }

  read(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    return this.#call(`read ${path}`, () => {
      const bytes = this.#names.get(path)?.live;
      if (bytes !== undefined && bytes.length > maxBytes) throw errno('EFBIG');
      return bytes === undefined ? undefined : Uint8Array.from(bytes);
    });
  }

  exists(path: string): Promise<boolean> {
    return this.#call(`exists ${path}`, () => this.#names.has(path));
  }

  create(path: string): Promise<VaultFile> {
    return this.#call(`create ${path}`, () => {
      this.#needFolder(dirname(path));
      if (this.#names.has(path)) throw errno('EEXIST');
      const inode: Inode = { live: empty, durable: empty };
      this.#change({ set: path, inode });
      return this.#fileOf(path, inode);
    });
  }

  list(path: string): Promise<readonly string[]> {
    return this.#call(`list ${path}`, () =>
      [...this.#names.keys(), ...this.#folders].filter((name) => dirname(name) === path).map((name) => basename(name)),
    );
  }

  makeDir(path: string): Promise<void> {
    return this.#call(`makeDir ${path}`, () => {
      this.#needFolder(dirname(path));
      if (this.#names.has(path)) throw errno('ENOTDIR');
      this.#folders.add(path);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#call(`rename ${from} ${to}`, () => this.#change({ set: to, inode: this.#inode(from), remove: from }));
  }

  unlink(path: string): Promise<void> {
    return this.#call(`unlink ${path}`, () => {
      this.#inode(path);
      this.#change({ remove: path });
    });
  }

  syncDir(path: string): Promise<void> {
    return this.#call(`syncDir ${path}`, () => {
      this.#needFolder(path);
      const isHere = (change: NameChange): boolean => dirname('set' in change ? change.set : change.remove) === path;
      for (const change of this.#pending.filter(isHere)) apply(this.#durable, change);
      this.#pending = this.#pending.filter((change) => !isHere(change));
      for (const folder of this.#folders) if (dirname(folder) === path) this.#durableFolders.add(folder);
    });
  }

  /** Every disk that a power cut now might leave, each once. A folder that isn't sure to last is gone with all that is in it. */
  *crashStates(): Iterable<MemoryFs> {
    const lasts = (path: string): boolean => isFirst(dirname(path)) || this.#durableFolders.has(dirname(path));
    for (const files of crashStatesOf(this.#durable, this.#pending, lasts)) yield MemoryFs.of(files);
  }

  #needFolder(path: string): void {
    if (!isFirst(path) && !this.#folders.has(path)) throw errno('ENOENT');
  }

  #fileOf(path: string, inode: Inode): VaultFile {
    return {
      write: (bytes) =>
        this.#call(`write ${path}`, () => {
          inode.live = Buffer.concat([inode.live, bytes]);
        }),
      sync: () =>
        this.#call(`sync ${path}`, () => {
          inode.durable = inode.live;
        }),
      close: () => this.#call(`close ${path}`, () => undefined),
    };
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined) throw errno('ENOENT');
    return inode;
  }

  #change(change: NameChange): void {
    apply(this.#names, change);
    this.#pending.push(change);
  }

  async #call<T>(what: string, work: () => T): Promise<T> {
    const number = this.calls.length;
    this.calls.push(what);
    const { fault } = this;
    const isHit = fault !== undefined && (fault.at === number || (fault.isLasting === true && number > fault.at));
    try {
      if (isHit && fault.when === 'before') throw errno(fault.code);
      const value = work();
      if (isHit) throw errno(fault.code);
      return value;
    } finally {
      this.onCall?.();
    }
  }
}

const errno = (code: string): Error => Object.assign(new Error(code), { code });
