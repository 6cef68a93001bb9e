/** Changes of slots. Each looks again at the moment of saving whether what proved itself still opens the vault. */
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { SealedVault, Slot } from './envelope.ts';
import type { Kdf } from './kdf.ts';
import { keyBytes, makeSlot, newKdfSection, openSlot, slotKeyOf, type Unlock, wrong } from './slots.ts';

interface Means {
  readonly kdf: Kdf;
  readonly random: Random;
}

/** What was seen to open the vault; the key of its slot is kept until `wipe`. */
export interface Proof {
  readonly kind: Unlock['kind'];
  readonly slotKey: Secret;
  wipe(): void;
}

/** Throws: PASSPHRASE_WRONG, INPUT_INVALID (empty, or a typing error). */
export async function prove(sealed: SealedVault, unlock: Unlock, kdf: Kdf): Promise<Proof> {
  const slotKey = await slotKeyOf(unlock, sealed.kdf, kdf);
  const proof = { kind: unlock.kind, slotKey, wipe: () => slotKey.wipe() };
  try {
    vaultKeyBy(sealed, proof).wipe();
    return proof;
  } catch (fault) {
    proof.wipe();
    throw fault;
  }
}

/** Throws: PASSPHRASE_WRONG where the slot was changed since. */
export function vaultKeyBy(sealed: SealedVault, proof: Proof): Secret {
  const vaultKey = openSlot(sealed, proof.kind, proof.slotKey);
  if (vaultKey === undefined) throw wrong(proof);
  return vaultKey;
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
  { kdf, random }: Means,
): Promise<Rewrapped> {
  const proof = await prove(sealed, unlock, kdf);
  try {
    const section = newKdfSection(sealed.kdf, random);
    const newKey = await slotKeyOf({ kind: 'passphrase', secret: passphrase }, section, kdf);
    return {
      at: (now, revision) => {
        const place = { vaultId: now.vaultId, kdf: section, revision };
        const slot = lend(now, proof, (vaultKey) => makeSlot('passphrase', newKey, vaultKey, place, random));
        return { kdf: section, slots: withSlot(now.slots, 'passphrase', slot) };
      },
      wipe: () => {
        newKey.wipe();
        proof.wipe();
      },
    };
  } catch (fault) {
    proof.wipe();
    throw fault;
  }
}

/** The slots with one for this key of the system's keychain, or none. Throws: INPUT_INVALID (not 32 bytes), PASSPHRASE_WRONG. */
export function rekeyKeychain(
  sealed: SealedVault,
  proof: Proof,
  slotKey: Secret | undefined,
  revision: number,
  random: Random,
): Slot[] {
  const place = { vaultId: sealed.vaultId, kdf: sealed.kdf, revision };
  const slot = lend(sealed, proof, (vaultKey) =>
    slotKey === undefined ? undefined : makeSlot('keychain', slotKey, vaultKey, place, random),
  );
  return withSlot(sealed.slots, 'keychain', slot);
}

/** Throws: INPUT_INVALID. */
export function checkKeychainKey(slotKey: Secret): void {
  if (slotKey.use(({ length }) => length !== keyBytes))
    throw new AppError('INPUT_INVALID', { detail: `The key for the system's keychain must have ${keyBytes} bytes.` });
}

/** Takes: undefined to remove the slot of this kind. */
export const withSlot = (slots: readonly Slot[], kind: Slot['kind'], slot: Slot | undefined): Slot[] =>
  [...slots.filter((each) => each.kind !== kind), ...(slot === undefined ? [] : [slot])].sort((a, b) =>
    a.kind < b.kind ? -1 : 1,
  );

function lend<T>(sealed: SealedVault, proof: Proof, callback: (vaultKey: Secret) => T): T {
  const vaultKey = vaultKeyBy(sealed, proof);
  try {
    return callback(vaultKey);
  } finally {
    vaultKey.wipe();
  }
}
