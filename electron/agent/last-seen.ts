import { oneByOne } from '../base/one-by-one.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { SeenVault } from '../state/seen.ts';
import type { State } from '../state/store.ts';
import { type Anchor, type AnchorPlace, type LogHead, readAnchor, writeAnchor } from '../vault/anchor.ts';
import type { VaultFs } from '../vault/fs.ts';
import type { Vault } from '../vault/vault.ts';

export interface LastSeenDeps {
  readonly dir: string;
  readonly fs: VaultFs;
  readonly random: Random;
  /** Told where something could not be noted; it only means that an older vault may go unnoticed. */
  readonly report: (fault: unknown) => void;
}

/** How a vault that was just opened compares with what was seen before. */
export interface Comparison {
  /** The files are an older state than one that was seen. */
  readonly isOlder: boolean;
  /** state.sqlite is as it was left; where it isn't, what it doesn't know must be found out elsewhere. */
  readonly isStateCurrent: boolean;
  /** What was last seen of the call log. */
  readonly logHead: LogHead | undefined;
}

/**
 * Remembers the vault's generation outside the vault, in state.sqlite and anchor.json, from opening to sealing.
 * Whoever puts back all of them at once goes unnoticed, unless the keychain knows better.
 */
export class LastSeen {
  readonly #deps: LastSeenDeps;
  readonly #inTurn = oneByOne();
  #open: { readonly vault: Vault; readonly state: State; key: Secret } | undefined;
  #now: SeenVault = { generation: 0, turn: 0 };
  #log: LogHead | null = null;
  #isSettled = false;

  constructor(deps: LastSeenDeps) {
    this.#deps = deps;
  }

  /**
   * Takes: state with its key; others = generations seen elsewhere. The vault's next save goes above all of them.
   * Nothing is noted before `settled`: an opening that is cut off leaves the next one all that it had to find out.
   */
  async begin(vault: Vault, state: State, others: readonly number[] = []): Promise<Comparison> {
    this.#open = { vault, state, key: vault.subkey('anchor') };
    const anchor = await readAnchor(this.#place()).catch(this.#report);
    const kept = this.#quietly(() => state.seen.read(vault.vaultId));
    const generation = Math.max(vault.generation, kept?.generation ?? 0, anchor?.generation ?? 0, ...others);
    const turn = Math.max(kept?.turn ?? 0, anchor?.turn ?? 0) + 1;
    this.#now = { generation, turn };
    this.#log = anchor?.log ?? null;
    this.#isSettled = false;
    if (generation > vault.generation) vault.raiseTo(generation);
    return {
      isOlder: generation > vault.generation,
      isStateCurrent: isCurrent(kept, vault.generation, anchor),
      logHead: anchor?.log ?? undefined,
    };
  }

  /** What state.sqlite did not know has been found out and stands in it: from now on it is current. */
  settled(): void {
    this.#isSettled = true;
    this.#keep();
  }

  /** A save stands. Takes: its generation. One that comes to its end after the seal is not noted, as after a kill. */
  note(generation: number): void {
    if (this.#open === undefined || this.#open.vault.isSealed) return;
    this.#now = { ...this.#now, generation: Math.max(this.#now.generation, generation) };
    this.#keep();
  }

  /** What was last seen of the call log. */
  get logHead(): LogHead | undefined {
    return this.#log ?? undefined;
  }

  noteLog({ entry, hash, epoch, count }: LogHead): void {
    this.#log = { entry, hash, epoch, count };
    if (this.#open !== undefined && this.#isSettled) this.#writeAnchor();
  }

  /** The vault has new keys. */
  rekeyed(): void {
    if (this.#open === undefined) return;
    this.#open.key.wipe();
    this.#open.key = this.#open.vault.subkey('anchor');
    this.#keep();
  }

  /** To be called while the vault is still open. */
  async end(): Promise<void> {
    if (this.#open === undefined) return;
    this.#now = { ...this.#now, turn: this.#now.turn + 1 };
    this.#keep();
    await this.#inTurn(async () => {
      this.#open?.key.wipe();
      this.#open = undefined;
    });
  }

  /** state.sqlite first: what stands in anchor.json must never be newer than it. */
  #keep(): void {
    if (!this.#isSettled) return;
    const { vault, state } = this.#need();
    this.#quietly(() => state.seen.write(vault.vaultId, this.#now));
    this.#writeAnchor();
  }

  /** The newest is written; those that are asked for meanwhile are written as one. */
  #writeAnchor(): void {
    const write = async () => {
      if (this.#open === undefined) return;
      const anchor: Anchor = { ...this.#now, log: this.#log };
      if (JSON.stringify(anchor) === this.#written) return;
      await writeAnchor(this.#place(), anchor, this.#deps.random);
      this.#written = JSON.stringify(anchor);
    };
    void this.#inTurn(write).catch(this.#report);
  }
  #written = '';

  #place(): AnchorPlace {
    const { vault, key } = this.#need();
    return { dir: this.#deps.dir, fs: this.#deps.fs, vaultId: vault.vaultId, key };
  }

  #need() {
    if (this.#open === undefined) throw new Error('nothing is noted of a sealed vault');
    return this.#open;
  }

  #quietly<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (fault) {
      this.#deps.report(fault);
      return undefined;
    }
  }

  readonly #report = (fault: unknown): undefined => {
    this.#deps.report(fault);
    return undefined;
  };
}

/** A kill between a save and its note leaves the note one behind; more than that is another file. */
function isCurrent(kept: SeenVault | undefined, generation: number, anchor: Anchor | undefined): boolean {
  // A vault that was just made.
  if (kept === undefined) return generation === 1 && anchor === undefined;
  return kept.generation + 1 >= generation && kept.turn >= (anchor?.turn ?? 0);
}
