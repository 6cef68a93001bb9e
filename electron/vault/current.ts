/** The present state of an open vault: the sealed document, its keys, and the one way to save another. */
import { AppError } from '../../shared/errors.ts';
import { oneByOne } from '../base/one-by-one.ts';
import type { VaultDeps } from './deps.ts';
import { maxFileBytes, parse, type SealedVault, serialise } from './envelope.ts';
import { type Contents, copyKeys, faultOf, type Keys, wipeKeys, withManifest } from './manifest.ts';
import { readOnlyReason, refuseChange } from './newer.ts';
import type { Store } from './store.ts';

/** What a save changes. Takes: keys where they are new too; they are the vault's from then on. */
export interface Next {
  readonly contents: Partial<Contents>;
  readonly keys?: Keys;
}

/** What a change is made from. The keys are lent until it returns. */
export interface Now {
  readonly sealed: SealedVault;
  readonly keys: Keys;
  /** Of the state to come. */
  readonly generation: number;
}

export interface CurrentParts {
  readonly deps: VaultDeps;
  readonly sealed: SealedVault;
  readonly keys: Keys;
  readonly store: Store;
}

export class Current {
  readonly deps: VaultDeps;
  readonly isReadOnly: boolean;
  readonly #store: Store;
  readonly #inTurn = oneByOne();
  #sealed: SealedVault;
  #keys: Keys | undefined;
  #lastTried: number;

  constructor({ deps, sealed, keys, store }: CurrentParts) {
    this.deps = deps;
    this.isReadOnly = readOnlyReason(sealed, deps.schemas) !== undefined;
    this.#store = store;
    this.#sealed = sealed;
    this.#keys = keys;
    this.#lastTried = sealed.generation;
  }

  get sealed(): SealedVault {
    return this.#sealed;
  }

  get isWiped(): boolean {
    return this.#keys === undefined;
  }

  /** Throws: VAULT_SEALED. */
  keys(): Keys {
    if (this.#keys === undefined) throw new AppError('VAULT_SEALED');
    return this.#keys;
  }

  /** Throws: VAULT_SEALED, VAULT_NEWER. */
  refuseIfFixed(): void {
    this.keys();
    refuseChange(this.isReadOnly);
  }

  /** The next save's generation will be above this one. Throws: VAULT_SEALED, INPUT_INVALID. */
  raiseTo(generation: number): void {
    this.keys();
    checkGeneration(generation);
    this.#lastTried = Math.max(this.#lastTried, generation);
  }

  /**
   * Saves what `change` makes, after the saves that are under way. Takes: `both` where neither file may keep the old state.
   * Throws: VAULT_SEALED, VAULT_NEWER, what `change` throws, and the disk's faults; see `Vault.commit`.
   */
  save(both: boolean, change: (now: Now) => Next): Promise<void> {
    return this.#inTurn(() => this.#saveNow(both, change));
  }

  wipe(): void {
    if (this.#keys !== undefined) wipeKeys(this.#keys);
    this.#keys = undefined;
  }

  async #saveNow(both: boolean, change: (now: Now) => Next): Promise<void> {
    this.refuseIfFixed();
    // Its own keys: the vault may be sealed before the disk has answered.
    const keys = copyKeys(this.keys());
    try {
      // A generation that failed may yet stand on the disk, so its number isn't used again.
      const generation = this.#lastTried + 1;
      this.#lastTried = generation;
      const next = change({ sealed: this.#sealed, keys, generation });
      const fault = await this.#write(both, next, keys, generation);
      if (fault !== undefined) throw fault;
      this.deps.onSaved?.(generation);
    } finally {
      wipeKeys(keys);
    }
  }

  /** Gives: a fault where the new state stands, but in one file. */
  async #write(both: boolean, next: Next, old: Keys, generation: number): Promise<Error | undefined> {
    const keys = next.keys ?? old;
    try {
      const { manifest: _old, ...contents } = this.#sealed;
      const sealed = withManifest({ ...contents, ...next.contents, generation }, keys, this.deps.random);
      const bytes = serialise(sealed);
      if (bytes.length > maxFileBytes)
        throw new AppError('INPUT_INVALID', { detail: 'The vault would grow over 64 MiB.' });
      const isWhole = isWholeBy(keys, next.keys === undefined ? generation : 1);
      const fault = await this.#store.save({ bytes, generation, both, isWhole });
      this.#sealed = sealed;
      // A vault that was sealed meanwhile stays so.
      if (next.keys !== undefined && this.#keys !== undefined) {
        wipeKeys(this.#keys);
        this.#keys = copyKeys(next.keys);
      }
      return fault;
    } finally {
      if (next.keys !== undefined) wipeKeys(next.keys);
    }
  }
}

/** Throws: INPUT_INVALID where no generation could follow. */
export function checkGeneration(generation: number): void {
  if (Number.isSafeInteger(generation) && generation >= 0 && generation < Number.MAX_SAFE_INTEGER) return;
  throw new AppError('INPUT_INVALID', { detail: 'This is no generation of a vault.' });
}

/** The store compares all bytes; older records were proven when they were written or the vault was opened. */
export function isWholeBy(keys: Keys, since: number): (bytes: Uint8Array) => boolean {
  return (bytes) => {
    const parsed = parse(bytes);
    return parsed.kind === 'vault' && faultOf(parsed.sealed, keys, { since }) === undefined;
  };
}
