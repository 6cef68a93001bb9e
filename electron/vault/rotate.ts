/** Rotates everything: a new vault key, new slots, every record sealed again. */
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import { applyChanges, type Prepared, type Sealing, sealRecord, wipePrepared } from './changes.ts';
import { type FreshKeys, freshKeys } from './create.ts';
import type { Next, Now } from './current.ts';
import type { VaultDeps } from './deps.ts';
import { maxRecords, type SealedRecord, type SealedVault } from './envelope.ts';
import { type Keys, openRecord, wipeKeys } from './manifest.ts';
import { isOwn, ownSchema, ownType, recoveryKeyId, stateKeyId } from './own-records.ts';
import { writeRecoveryKey } from './recovery-key.ts';
import { prove, vaultKeyBy } from './rewrap.ts';
import type { Unlock } from './slots.ts';

/** A rotation that is ready to be saved. */
export interface Rotation {
  readonly recoveryKey: string;
  at(now: Now): Next;
  wipe(): void;
}

/** Takes: unlock = the passphrase. Throws: INPUT_INVALID on anything else, PASSPHRASE_WRONG. */
export async function prepareRotation(sealed: SealedVault, unlock: Unlock, deps: VaultDeps): Promise<Rotation> {
  if (unlock.kind !== 'passphrase')
    throw new AppError('INPUT_INVALID', {
      detail: 'A rotation needs the passphrase. If it is lost, set a new one by the recovery key first, then rotate.',
    });
  const proof = await prove(sealed, unlock, deps.kdf);
  try {
    const fresh = await freshKeys(deps, unlock);
    return {
      recoveryKey: writeRecoveryKey(fresh.recovery),
      at: (now) => {
        vaultKeyBy(now.sealed, proof).wipe();
        return rotated(now, fresh, deps.random);
      },
      wipe: () => {
        fresh.wipe();
        proof.wipe();
      },
    };
  } catch (fault) {
    proof.wipe();
    throw fault;
  }
}

function rotated({ sealed, keys: old, generation }: Now, fresh: FreshKeys, random: Random): Next {
  const keys = fresh.keys();
  const own = [putOwn(recoveryKeyId, fresh.recovery), putOwn(stateKeyId, old.state)];
  try {
    const sealing = { keys, generation, random };
    const records = othersOf(sealed).map((record) => sealAgain(sealed, record, old, sealing));
    const contents = fresh.sections(sealed.vaultId, generation);
    return { contents: { ...contents, records: applyChanges({ ...sealed, records }, own, sealing) }, keys };
  } catch (fault) {
    wipeKeys(keys);
    throw fault;
  } finally {
    wipePrepared(own);
  }
}

/** All records but those of an earlier rotation. */
function othersOf({ records }: SealedVault): readonly SealedRecord[] {
  const others = records.filter((record) => !isOwn(record));
  const room = maxRecords - 2;
  if (others.length <= room) return others;
  throw new AppError('INPUT_INVALID', { detail: `The vault is too full to be rotated: keep at most ${room} records.` });
}

function sealAgain(sealed: SealedVault, record: SealedRecord, old: Keys, sealing: Sealing): SealedRecord {
  const { id, type, schema } = record;
  const payload = openRecord(sealed, record, old);
  try {
    return sealRecord(sealed.vaultId, { id, put: { type, schema, payload } }, sealing);
  } finally {
    payload.wipe();
  }
}

const putOwn = (id: string, secret: Secret): Required<Prepared> => ({
  id,
  put: { type: ownType, schema: ownSchema, payload: secret.copy() },
});
