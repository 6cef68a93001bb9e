/** Makes what a new vault holds. */
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';
import { calibrate } from './calibrate.ts';
import type { VaultDeps } from './deps.ts';
import type { KdfSection } from './envelope.ts';
import { isWithinBounds } from './kdf.ts';
import { type Contents, type Keys, keysOf } from './manifest.ts';
import { writeRecoveryKey } from './recovery-key.ts';
import { formatVersion, magic } from './seal.ts';
import { keyBytes, makeSlot, newKdfSection, slotKeyOf, type Unlock } from './slots.ts';

export interface NewVault {
  readonly contents: Contents;
  readonly keys: Keys;
  readonly recoveryKey: string;
}

/** Throws: INPUT_INVALID (an empty passphrase, a KDF out of bounds). */
export async function newVault(deps: VaultDeps, passphrase: Secret): Promise<NewVault> {
  const fresh = await freshKeys(deps, { kind: 'passphrase', secret: passphrase });
  try {
    const vaultId = deps.random(16).toString('hex');
    const head = { magic, v: formatVersion, vaultId, generation: 1 } as const;
    const contents: Contents = { ...head, records: [], ...fresh.sections(vaultId, 1) };
    return { contents, keys: fresh.keys(), recoveryKey: writeRecoveryKey(fresh.recovery) };
  } finally {
    fresh.wipe();
  }
}

/** A vault key that was never used, and what opens it: a passphrase under a new salt, and a new recovery key. */
export interface FreshKeys {
  readonly recovery: Secret;
  sections(vaultId: string, revision: number): Pick<Contents, 'kdf' | 'slots'>;
  /** Gives: keys that the caller wipes. */
  keys(): Keys;
  wipe(): void;
}

/** Takes: unlock = the passphrase. Throws: INPUT_INVALID. */
export async function freshKeys(deps: VaultDeps, unlock: Unlock): Promise<FreshKeys> {
  const { random } = deps;
  const kdf = await newCost(deps);
  const slotKey = await slotKeyOf(unlock, kdf, deps.kdf);
  const vaultKey = new Secret(random(keyBytes));
  const recovery = new Secret(random(keyBytes));
  return {
    recovery,
    sections: (vaultId, revision) => {
      const place = { vaultId, kdf, revision };
      const passphrase = makeSlot('passphrase', slotKey, vaultKey, place, random);
      return { kdf, slots: [passphrase, makeSlot('recovery', recovery, vaultKey, place, random)] };
    },
    keys: () => keysOf(vaultKey),
    wipe: () => {
      for (const secret of [vaultKey, recovery, slotKey]) secret.wipe();
    },
  };
}

async function newCost({ kdf, kdfParams, clock, random }: VaultDeps): Promise<KdfSection> {
  if (kdfParams !== undefined && !isWithinBounds(kdfParams))
    throw new AppError('INPUT_INVALID', { detail: 'The cost of Argon2id is out of bounds.' });
  return newKdfSection(kdfParams ?? (await calibrate(kdf, clock)), random);
}
