/** The vault: sealed records on disk, opened one at a time for one callback. Source: docs/vault-format.md. */
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import { oneByOne } from '../base/one-by-one.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import { applyChanges, type Change, prepareChanges, wipePrepared } from './changes.ts';
import { diskFault } from './disk-fault.ts';
import { formatVersion, magic, maxFileBytes, parse, type SealedVault, serialise } from './envelope.ts';
import type { VaultFs } from './fs.ts';
import { defaultKdfParams, isWithinBounds, type Kdf, type KdfParams } from './kdf.ts';
import { load } from './load.ts';
import {
  type Contents,
  copyKeys,
  faultOf,
  type Keys,
  keysOf,
  recordLabel,
  wipeKeys,
  withManifest,
} from './manifest.ts';
import { writeRecoveryKey } from './recovery-key.ts';
import { unseal } from './seal.ts';
import { makeSlot, newKdfSection, openSlot, rewrap, slotKeyOf, type Unlock } from './slots.ts';
import { fileNames, Store } from './store.ts';

export type { Change } from './changes.ts';
export type { Unlock } from './slots.ts';

export interface VaultDeps {
  /** The data directory; it exists and is private. */
  readonly dir: string;
  readonly fs: VaultFs;
  readonly clock: Clock;
  readonly random: Random;
  readonly kdf: Kdf;
  /** The cost for a new vault; an old one keeps its own. */
  readonly kdfParams?: KdfParams;
}

export interface RecordView {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  /** The generation of the vault in which the record was last written. */
  readonly revision: number;
}

interface VaultParts {
  readonly deps: VaultDeps;
  readonly sealed: SealedVault;
  readonly keys: Keys;
  readonly store: Store;
  readonly warnings: readonly string[];
}

const keyBytes = 32;

/** Is there a vault, of whatever state or version? */
export async function vaultExists({ dir, fs }: Pick<VaultDeps, 'dir' | 'fs'>): Promise<boolean> {
  try {
    for (const name of fileNames) if (await fs.exists(join(dir, name))) return true;
    return false;
  } catch (fault) {
    throw diskFault(fault, dir, 'Nothing was changed.');
  }
}

/** Opens the vault. Throws: VAULT_MISSING, PASSPHRASE_WRONG, VAULT_NEWER, VAULT_DAMAGED, INPUT_INVALID. */
export async function openVault(deps: VaultDeps, unlock: Unlock): Promise<Vault> {
  return new Vault({ deps, ...(await load(deps, unlock, deps.kdf)) });
}

/**
 * Makes a vault in both files. The recovery key is given here and never again.
 * Throws: VAULT_EXISTS, INPUT_INVALID (an empty passphrase, a KDF out of bounds), DISK_FULL.
 */
export async function createVault(deps: VaultDeps, passphrase: Secret): Promise<{ vault: Vault; recoveryKey: string }> {
  const params = deps.kdfParams ?? defaultKdfParams;
  if (!isWithinBounds(params))
    throw new AppError('INPUT_INVALID', { detail: 'The cost of Argon2id is out of bounds.' });
  if (await vaultExists(deps)) throw new AppError('VAULT_EXISTS');
  const kdf = newKdfSection(params, deps.random);
  const slotKey = await slotKeyOf({ kind: 'passphrase', secret: passphrase }, kdf, deps.kdf);
  const vaultKey = new Secret(deps.random(keyBytes));
  const recovery = new Secret(deps.random(keyBytes));
  try {
    const place = { vaultId: deps.random(16).toString('hex'), kdf, revision: 1 };
    const slots = [
      makeSlot('passphrase', slotKey, vaultKey, place, deps.random),
      makeSlot('recovery', recovery, vaultKey, place, deps.random),
    ];
    const contents: Contents = {
      magic,
      v: formatVersion,
      vaultId: place.vaultId,
      kdf,
      slots,
      generation: 1,
      records: [],
    };
    const vault = await saveFirst(deps, contents, keysOf(vaultKey));
    return { vault, recoveryKey: writeRecoveryKey(recovery) };
  } finally {
    for (const secret of [vaultKey, recovery, slotKey]) secret.wipe();
  }
}

/** Writes a vault that was not there, in both files. Throws: DISK_FULL; INTERNAL, then nothing was made. */
export async function saveFirst(deps: VaultDeps, contents: Contents, keys: Keys): Promise<Vault> {
  try {
    const sealed = withManifest(contents, keys, deps.random);
    const store = new Store(deps, []);
    const fault = await store.save({
      bytes: serialise(sealed),
      generation: contents.generation,
      both: true,
      isWhole: isWholeBy(keys, contents.generation),
    });
    return new Vault({ deps, sealed, keys, store, warnings: fault === undefined ? [] : [fault.message] });
  } catch (fault) {
    wipeKeys(keys);
    throw fault;
  }
}

/** An open vault; `seal` ends it. Every use after that throws VAULT_SEALED, but for `vaultId`, `generation` and `warnings`. */
export class Vault {
  /** What the user must hear about the files, as sentences. */
  readonly warnings: readonly string[];
  readonly #deps: VaultDeps;
  readonly #store: Store;
  #sealed: SealedVault;
  #keys: Keys | undefined;
  #lastTried: number;
  readonly #inTurn = oneByOne();

  /** By `createVault` and `openVault` only. */
  constructor({ deps, sealed, keys, store, warnings }: VaultParts) {
    this.#deps = deps;
    this.#sealed = sealed;
    this.#keys = keys;
    this.#store = store;
    this.#lastTried = sealed.generation;
    this.warnings = warnings;
  }

  get vaultId(): string {
    return this.#sealed.vaultId;
  }

  /** Counts the saves, those that failed among them; never goes back. */
  get generation(): number {
    return this.#sealed.generation;
  }

  get isSealed(): boolean {
    return this.#keys === undefined;
  }

  list(): RecordView[] {
    this.#open();
    return this.#sealed.records.map(({ id, type, schema, revision }) => ({ id, type, schema, revision }));
  }

  /**
   * Opens one record for one callback, which must end when it returns and keep nothing: the bytes are wiped then.
   * Throws: VAULT_SEALED; KEY_UNKNOWN where there is no such record.
   */
  useRecord<T>(id: string, callback: (plain: Buffer) => T): T {
    const keys = this.#open();
    const record = this.#sealed.records.find((each) => each.id === id);
    if (record === undefined) throw new AppError('KEY_UNKNOWN', { detail: 'The vault has no such record.' });
    const plain = unseal(keys.records, recordLabel(this.#sealed.vaultId, record), record);
    if (plain === undefined)
      throw new AppError('VAULT_DAMAGED', { detail: `Record ${id} of the vault does not open.` });
    try {
      return plain.use(callback);
    } finally {
      plain.wipe();
    }
  }

  /**
   * Saves all changes or none, after those already under way. Payloads are copied at once, so the caller may wipe its own.
   * Takes: `both` for what narrows authority, so that neither file would give it back.
   * Throws: VAULT_SEALED, DISK_FULL, INPUT_INVALID, INTERNAL, the vault being as before; with `both` it also throws where
   * the change stands but in one file only: then `generation` and `list` show the change, and committing again repairs it.
   */
  async commit(changes: readonly Change[], { both = false }: { both?: boolean } = {}): Promise<void> {
    this.#open();
    const prepared = prepareChanges(changes);
    const { random } = this.#deps;
    try {
      await this.#inTurn(() =>
        this.#save(both, (keys, generation) => ({
          records: applyChanges(this.#sealed, prepared, { keys, generation, random }),
        })),
      );
    } finally {
      wipePrepared(prepared);
    }
  }

  /**
   * Puts a new passphrase in the old one's place, in both files. Takes: unlock = the old one, or the recovery key.
   * Throws: PASSPHRASE_WRONG, INPUT_INVALID (empty, over 1 MiB); what `commit` throws.
   */
  async changePassphrase(unlock: Unlock, passphrase: Secret): Promise<void> {
    this.#open();
    const fresh = await rewrap(this.#sealed, unlock, passphrase, this.#deps);
    try {
      await this.#inTurn(() => this.#save(true, (_keys, revision) => fresh.at(this.#sealed, revision)));
    } finally {
      fresh.wipe();
    }
  }

  /** The whole vault as one file, under a passphrase of its own; the recovery key opens it, too. Throws: as above. */
  async copyUnder(unlock: Unlock, passphrase: Secret): Promise<Buffer> {
    this.#open();
    const fresh = await rewrap(this.#sealed, unlock, passphrase, this.#deps);
    try {
      const { manifest: _old, ...contents } = this.#sealed;
      const copy = { ...contents, ...fresh.at(this.#sealed, this.generation) };
      return Buffer.from(serialise(withManifest(copy, this.#open(), this.#deps.random)));
    } finally {
      fresh.wipe();
    }
  }

  /** Does this open the vault that is open? Throws: VAULT_SEALED; INPUT_INVALID (empty, or a mistyped recovery key). */
  async confirm(unlock: Unlock): Promise<boolean> {
    this.#open();
    const slotKey = await slotKeyOf(unlock, this.#sealed.kdf, this.#deps.kdf);
    try {
      this.#open();
      const vaultKey = openSlot(this.#sealed, unlock.kind, slotKey);
      vaultKey?.wipe();
      return vaultKey !== undefined;
    } finally {
      slotKey.wipe();
    }
  }

  /** A key for what stands outside the vault. Gives: a copy, which the caller wipes. */
  subkey(name: 'state' | 'anchor'): Secret {
    return this.#open()[name].copy();
  }

  /** Wipes the keys. A save under way ends on the disk; those that wait behind it are refused. */
  seal(): void {
    if (this.#keys !== undefined) wipeKeys(this.#keys);
    this.#keys = undefined;
  }

  async #save(both: boolean, change: (keys: Keys, generation: number) => Partial<Contents>): Promise<void> {
    // Its own keys: the vault may be sealed before the disk has answered.
    const keys = copyKeys(this.#open());
    try {
      // A generation that failed may yet stand on the disk, so its number isn't used again.
      const generation = this.#lastTried + 1;
      this.#lastTried = generation;
      const { manifest: _old, ...contents } = this.#sealed;
      const next = withManifest({ ...contents, ...change(keys, generation), generation }, keys, this.#deps.random);
      const bytes = serialise(next);
      if (bytes.length > maxFileBytes)
        throw new AppError('INPUT_INVALID', { detail: 'The vault would grow over 64 MiB.' });
      const fault = await this.#store.save({ bytes, generation, both, isWhole: isWholeBy(keys, generation) });
      this.#sealed = next;
      if (fault !== undefined) throw fault;
    } finally {
      wipeKeys(keys);
    }
  }

  #open(): Keys {
    if (this.#keys === undefined) throw new AppError('VAULT_SEALED');
    return this.#keys;
  }
}

/** The store compares all bytes; older records were proven when they were written or the vault was opened. */
function isWholeBy(keys: Keys, since: number): (bytes: Uint8Array) => boolean {
  return (bytes) => {
    const parsed = parse(bytes);
    return parsed.kind === 'vault' && faultOf(parsed.sealed, keys, since) === undefined;
  };
}
