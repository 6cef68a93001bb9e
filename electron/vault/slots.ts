/** Slots: each wraps the vault key under something that the user has. */
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import type { KdfSection, SealedVault, Slot } from './envelope.ts';
import type { Kdf, KdfParams } from './kdf.ts';
import { readRecoveryKey } from './recovery-key.ts';
import { type Label, seal, unseal } from './seal.ts';

/** What a user opens the vault with. The caller wipes the secret. */
export interface Unlock {
  readonly kind: 'passphrase' | 'recovery';
  readonly secret: Secret;
}

type SlotKind = Slot['kind'];

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

/** Works out the key of a slot from what the user gave. Throws: INPUT_INVALID (empty, or a typing error). */
export async function slotKeyOf({ kind, secret }: Unlock, section: KdfSection, kdf: Kdf): Promise<Secret> {
  if (kind === 'recovery') return readRecoveryKey(secret);
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
  return unseal(slotKey, slotLabel(kind, { vaultId: sealed.vaultId, kdf: sealed.kdf, revision: slot.revision }), slot);
}

/** The vault key under a new passphrase, for the vault itself or a copy of it. */
export interface Rewrapped {
  /** The sections of a vault that change. `revision` is the generation that first holds the new slot. */
  at(sealed: SealedVault, revision: number): Pick<SealedVault, 'kdf' | 'slots'>;
  wipe(): void;
}

/** Takes: unlock = what opens the vault now. Throws: PASSPHRASE_WRONG, INPUT_INVALID (empty, over 1 MiB). */
export async function rewrap(
  sealed: SealedVault,
  unlock: Unlock,
  passphrase: Secret,
  { kdf, random }: { readonly kdf: Kdf; readonly random: Random },
): Promise<Rewrapped> {
  const oldKey = await slotKeyOf(unlock, sealed.kdf, kdf);
  const vaultKey = openSlot(sealed, unlock.kind, oldKey);
  oldKey.wipe();
  if (vaultKey === undefined) throw new AppError('PASSPHRASE_WRONG');
  try {
    const section = newKdfSection(sealed.kdf, random);
    const newKey = await slotKeyOf({ kind: 'passphrase', secret: passphrase }, section, kdf);
    return {
      at: ({ vaultId, slots }, revision) => {
        const slot = makeSlot('passphrase', newKey, vaultKey, { vaultId, kdf: section, revision }, random);
        return { kdf: section, slots: slots.map((each) => (each.kind === slot.kind ? slot : each)) };
      },
      wipe: () => {
        newKey.wipe();
        vaultKey.wipe();
      },
    };
  } catch (fault) {
    vaultKey.wipe();
    throw fault;
  }
}

interface SlotPlace {
  readonly vaultId: string;
  readonly kdf: KdfSection;
  readonly revision: number;
}

function slotLabel(kind: SlotKind, { vaultId, kdf, revision }: SlotPlace): Label {
  const label: Label = { vaultId, recordId: kind, type: 'slot', schema: 1, revision };
  // Only what comes out of the KDF depends on its parameters: a new passphrase must not void the recovery key.
  return kind === 'passphrase' ? { ...label, kdf } : label;
}
