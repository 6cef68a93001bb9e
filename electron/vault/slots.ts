/** Slots: each wraps the vault key under something that the user has. */
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { KdfSection, SealedVault, Slot, SlotKind } from './envelope.ts';
import type { Kdf, KdfParams } from './kdf.ts';
import { readRecoveryKey } from './recovery-key.ts';
import { formatVersion, type Label, seal, unseal } from './seal.ts';

/** What opens the vault: a passphrase or recovery key as typed, or the 32 bytes of the system's keychain. The caller wipes the secret. */
export interface Unlock {
  readonly kind: SlotKind;
  readonly secret: Secret;
}

/** The length of a vault key and of a slot's key. */
export const keyBytes = 32;
const maxPassphraseBytes = 1024 * 1024;
const kdfSaltBytes = 16;

/**
 * The passphrase as it goes into Argon2id: UTF-8 of its NFKC form, so that one typed on another keyboard or system fits.
 * Throws: INPUT_INVALID where it is empty, over 1 MiB or not UTF-8. Source: Unicode Standard Annex 15.
 */
export function normalisePassphrase(passphrase: Secret): Secret {
  return passphrase.use((bytes) => {
    if (bytes.length === 0) throw new AppError('INPUT_INVALID', { detail: 'The passphrase is empty.' });
    if (bytes.length > maxPassphraseBytes) {
      throw new AppError('INPUT_INVALID', { detail: 'The passphrase is longer than 1 MiB. Choose a shorter one.' });
    }
    // NFKC leaves ASCII as it is, and a string that isn't made needn't be wiped.
    if (bytes.every((byte) => byte < 0x80)) return new Secret(Buffer.from(bytes));
    return Secret.ofText(textOf(bytes).normalize('NFKC'));
  });
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AppError('INPUT_INVALID', { detail: 'The passphrase is not UTF-8 text.' });
  }
}

export const newKdfSection = (params: KdfParams, random: Random): KdfSection => ({
  name: 'argon2id',
  version: 19,
  memoryKiB: params.memoryKiB,
  passes: params.passes,
  lanes: params.lanes,
  salt: random(kdfSaltBytes).toString('base64'),
});

/**
 * Works out the key of a slot from what the user gave.
 * Throws: INPUT_INVALID (empty, or a typing error); PASSPHRASE_WRONG where the keychain held something else.
 */
export async function slotKeyOf(unlock: Unlock, section: KdfSection, kdf: Kdf): Promise<Secret> {
  const { kind, secret } = unlock;
  if (kind === 'recovery') return readRecoveryKey(secret);
  if (kind === 'keychain') {
    if (secret.use(({ length }) => length !== keyBytes)) throw wrong(unlock);
    return secret.copy();
  }
  const passphrase = normalisePassphrase(secret);
  try {
    const { memoryKiB, passes, lanes } = section;
    return await kdf(passphrase, Buffer.from(section.salt, 'base64'), { memoryKiB, passes, lanes });
  } finally {
    passphrase.wipe();
  }
}

/** Wraps the vault key. `revision` is the generation of the vault that first holds this slot. */
export function makeSlot(kind: SlotKind, slotKey: Secret, vaultKey: Secret, about: SlotPlace, random: Random): Slot {
  const label = slotLabel(kind, about);
  return { kind, revision: about.revision, ...vaultKey.use((bytes) => seal(slotKey, label, bytes, random)) };
}

/** Gives: the vault key; undefined where the slot key is another's. */
export function openSlot(sealed: SealedVault, kind: SlotKind, slotKey: Secret): Secret | undefined {
  const slot = sealed.slots.find((each) => each.kind === kind);
  if (slot === undefined) return undefined;
  const { v, vaultId, kdf } = sealed;
  return unseal(slotKey, slotLabel(kind, { v, vaultId, kdf, revision: slot.revision }), slot);
}

/** The refusal of what does not open the vault. Takes: more sentences. */
export function wrong({ kind }: Pick<Unlock, 'kind'>, ...more: readonly string[]): AppError {
  return new AppError('PASSPHRASE_WRONG', { detail: [refusals[kind], ...more].join(' ') });
}

const refusals: Readonly<Record<SlotKind, string>> = {
  passphrase: 'This passphrase does not open the vault.',
  recovery: 'This recovery key does not open the vault.',
  keychain: "The system's keychain no longer opens the vault. Use the passphrase.",
};

interface SlotPlace {
  readonly v?: number;
  readonly vaultId: string;
  readonly kdf: KdfSection;
  readonly revision: number;
}

function slotLabel(kind: SlotKind, { v = formatVersion, vaultId, kdf, revision }: SlotPlace): Label {
  const label: Label = { v, vaultId, recordId: kind, type: 'slot', schema: 1, revision };
  // Only what comes out of the KDF depends on its parameters: a new passphrase must not void the recovery key.
  return kind === 'passphrase' ? { ...label, kdf } : label;
}
