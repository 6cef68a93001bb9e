/** An open vault: records are opened one at a time for one callback. */
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { applyChanges, type Change, prepareChanges, wipePrepared } from './changes.ts';
import { type Current, isWholeBy } from './current.ts';
import { type SealedVault, type SlotKind, serialise } from './envelope.ts';
import { openRecord, withManifest } from './manifest.ts';
import { shownOf, type UnreadRecord, unreadOf } from './newer.ts';
import { isOwn, ownSchema, recordOf, recoveryKeyId, stateKeyId } from './own-records.ts';
import { writeRecoveryKey } from './recovery-key.ts';
import { checkKeychainKey, prove, rekeyKeychain, rewrap, withSlot } from './rewrap.ts';
import { prepareRotation } from './rotate.ts';
import { openSlot, slotKeyOf, type Unlock } from './slots.ts';

export interface RecordView {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  /** The generation of the vault in which the record was last written. */
  readonly revision: number;
}

/**
 * An open vault; `seal` ends it. Every use after that throws VAULT_SEALED, but for `vaultId`, `generation`, `isReadOnly` and
 * `warnings`. Where it `isReadOnly`, all that would save throws VAULT_NEWER.
 */
export class Vault {
  /** What the user must hear about the files, as sentences. */
  readonly warnings: readonly string[];
  readonly #current: Current;

  /** By `createVault`, `openVault` and `restoreVault` only. */
  constructor(current: Current, warnings: readonly string[]) {
    this.#current = current;
    this.warnings = warnings;
  }

  get vaultId(): string {
    return this.#current.sealed.vaultId;
  }

  /** Counts the saves, those that failed among them; never goes back. */
  get generation(): number {
    return this.#current.sealed.generation;
  }

  get isSealed(): boolean {
    return this.#current.isWiped;
  }

  /** Was some of it written by a newer Keybearer, so that nothing may be changed? */
  get isReadOnly(): boolean {
    return this.#current.isReadOnly;
  }

  list(): RecordView[] {
    const records = shownOf(this.#open(), this.#current.deps.schemas);
    return records.map(({ id, type, schema, revision }) => ({ id, type, schema, revision }));
  }

  /** The records of a schema that is not known yet, which `list` leaves out. */
  unread(): readonly UnreadRecord[] {
    return unreadOf(this.#open(), this.#current.deps.schemas);
  }

  hasSlot(kind: SlotKind): boolean {
    return this.#open().slots.some((slot) => slot.kind === kind);
  }

  /**
   * Opens one record for one callback, which must end when it returns and keep nothing: the bytes are wiped then.
   * Throws: VAULT_SEALED; KEY_UNKNOWN where there is no such record.
   */
  useRecord<T>(id: string, callback: (plain: Buffer) => T): T {
    const record = recordOf(this.#open(), id);
    if (record === undefined || isOwn(record))
      throw new AppError('KEY_UNKNOWN', { detail: 'The vault has no such record.' });
    const plain = openRecord(this.#current.sealed, record, this.#current.keys());
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
    this.#current.refuseIfFixed();
    const prepared = prepareChanges(changes);
    const { random } = this.#current.deps;
    try {
      await this.#current.save(both, ({ sealed, keys, generation }) => ({
        contents: { records: applyChanges(sealed, prepared, { keys, generation, random }) },
      }));
    } finally {
      wipePrepared(prepared);
    }
  }

  /**
   * Puts a new passphrase in the old one's place, in both files. Takes: unlock = what opens the vault now.
   * Throws: PASSPHRASE_WRONG, INPUT_INVALID (empty, over 1 MiB); what `commit` throws.
   */
  async changePassphrase(unlock: Unlock, passphrase: Secret): Promise<void> {
    this.#current.refuseIfFixed();
    const fresh = await rewrap(this.#current.sealed, unlock, passphrase, this.#current.deps);
    try {
      await this.#current.save(true, ({ sealed, generation }) => ({ contents: fresh.at(sealed, generation) }));
    } finally {
      fresh.wipe();
    }
  }

  /**
   * Lets the system's keychain open the vault, or no longer, in both files. Takes: slotKey = the 32 random bytes that the
   * keychain holds; undefined takes the slot away. Throws: PASSPHRASE_WRONG, INPUT_INVALID; what `commit` throws.
   */
  async setKeychainSlot(unlock: Unlock, slotKey: Secret | undefined): Promise<void> {
    this.#current.refuseIfFixed();
    if (slotKey !== undefined) checkKeychainKey(slotKey);
    const { kdf, random } = this.#current.deps;
    const own = slotKey?.copy();
    const proof = await prove(this.#current.sealed, unlock, kdf);
    try {
      await this.#current.save(true, ({ sealed, generation }) => ({
        contents: { slots: rekeyKeychain(sealed, proof, own, generation, random) },
      }));
    } finally {
      proof.wipe();
      own?.wipe();
    }
  }

  /** Takes the keychain's slot away, in both files. It only narrows, so nobody need prove anything. Throws: what `commit` throws. */
  async dropKeychainSlot(): Promise<void> {
    this.#current.refuseIfFixed();
    await this.#current.save(true, ({ sealed }) => ({
      contents: { slots: withSlot(sealed.slots, 'keychain', undefined) },
    }));
  }

  /**
   * Rotates everything, in both files: a new vault key and recovery key, the passphrase under a new salt, no keychain slot,
   * all records sealed again. Subkeys lent before are of no use afterwards. Takes: unlock = the passphrase.
   * Gives: the new recovery key, which `pendingRecoveryKey` has too, and how many records there are.
   * Throws: as `commit` with `both`; where the new state stands but in one file, the former key may still open the other.
   */
  async rotate(unlock: Unlock): Promise<{ recoveryKey: string; records: number }> {
    this.#current.refuseIfFixed();
    const rotation = await prepareRotation(this.#current.sealed, unlock, this.#current.deps);
    try {
      await this.#current.save(true, (now) => rotation.at(now));
      return { recoveryKey: rotation.recoveryKey, records: shownOf(this.#current.sealed).length };
    } finally {
      rotation.wipe();
    }
  }

  /** The recovery key of a rotation, until `recoveryKeyKept`. Its owner must see it: the former one opens nothing. */
  pendingRecoveryKey(): string | undefined {
    const key = this.#own(recoveryKeyId);
    const text = key && writeRecoveryKey(key);
    key?.wipe();
    return text;
  }

  /** The owner has written the recovery key down: forgets it, in both files. Throws: what `commit` throws. */
  recoveryKeyKept(): Promise<void> {
    return this.#forget(recoveryKeyId);
  }

  /** The subkey `state` from before the last rotation. Gives: a copy, which the caller wipes. */
  retiredStateKey(): Secret | undefined {
    return this.#own(stateKeyId);
  }

  /** What stood under the former subkey stands under the new one: forgets it, in both files. Throws: what `commit` throws. */
  forgetRetiredStateKey(): Promise<void> {
    return this.#forget(stateKeyId);
  }

  /** The whole vault as one file, under a passphrase of its own; the recovery key opens it, too. Throws: as above. */
  async copyUnder(unlock: Unlock, passphrase: Secret): Promise<Buffer> {
    this.#current.refuseIfFixed();
    const { deps } = this.#current;
    const fresh = await rewrap(this.#current.sealed, unlock, passphrase, deps);
    try {
      const { manifest: _old, ...contents } = this.#open();
      const { kdf, slots } = fresh.at(this.#current.sealed, this.generation);
      const copy = { ...contents, kdf, slots: withSlot(slots, 'keychain', undefined) };
      return serialise(withManifest(copy, this.#current.keys(), deps.random));
    } finally {
      fresh.wipe();
    }
  }

  /** The vault as it stands sealed in its newest file. */
  bytes(): Buffer {
    return serialise(this.#open());
  }

  /** Is this a whole state of this vault, under the present keys? */
  isWhole(bytes: Uint8Array): boolean {
    return isWholeBy(this.#current.keys(), 1)(bytes);
  }

  /** The next save's generation will be above this one. Throws: VAULT_SEALED, INPUT_INVALID. */
  raiseTo(generation: number): void {
    this.#current.raiseTo(generation);
  }

  /** Does this open the vault that is open? Throws: VAULT_SEALED; INPUT_INVALID (empty, or a mistyped recovery key). */
  async confirm(unlock: Unlock): Promise<boolean> {
    const slotKey = await slotKeyOf(unlock, this.#open().kdf, this.#current.deps.kdf);
    try {
      const vaultKey = openSlot(this.#open(), unlock.kind, slotKey);
      vaultKey?.wipe();
      return vaultKey !== undefined;
    } finally {
      slotKey.wipe();
    }
  }

  /** A key for what stands outside the vault. Gives: a copy, which the caller wipes. */
  subkey(name: 'state' | 'anchor'): Secret {
    return this.#current.keys()[name].copy();
  }

  /** Wipes the keys. A save under way ends on the disk; those that wait behind it are refused. */
  seal(): void {
    this.#current.wipe();
  }

  #own(id: string): Secret | undefined {
    const record = recordOf(this.#open(), id);
    // A later schema may hold something else.
    if (record?.schema !== ownSchema) return undefined;
    return openRecord(this.#current.sealed, record, this.#current.keys());
  }

  async #forget(id: string): Promise<void> {
    this.#current.refuseIfFixed();
    if (recordOf(this.#current.sealed, id) === undefined) return;
    const { random } = this.#current.deps;
    await this.#current.save(true, ({ sealed, keys, generation }) => ({
      contents: { records: applyChanges(sealed, [{ id }], { keys, generation, random }) },
    }));
  }

  #open(): SealedVault {
    this.#current.keys();
    return this.#current.sealed;
  }
}
