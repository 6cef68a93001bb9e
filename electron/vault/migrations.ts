/** Brings records of earlier schemas up to date when the vault is opened. */
import { join } from 'node:path';
import { AppError, asAppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import { applyChanges, type Prepared, prepareChanges, wipePrepared } from './changes.ts';
import type { Current } from './current.ts';
import type { Migration, VaultDeps } from './deps.ts';
import { diskFault } from './disk-fault.ts';
import { maxFileBytes, type SealedRecord, type SealedVault, serialise } from './envelope.ts';
import { type Keys, openRecord } from './manifest.ts';
import { isOwn } from './own-records.ts';
import { isSame, putWhole } from './write-file.ts';

const maxKept = 20;

export type { Migration } from './deps.ts';

/**
 * Migrates an open vault in both files, in one save; the file from before is kept beside them.
 * Gives: sentences for the user. Throws: VAULT_DAMAGED where a record can't be migrated; DISK_FULL, INPUT_INVALID, INTERNAL.
 */
export async function migrateVault(current: Current): Promise<readonly string[]> {
  const { deps, sealed } = current;
  const changes = current.isReadOnly ? [] : migratedOf(sealed, current.keys(), deps.migrations);
  if (changes.length === 0) return [];
  try {
    const kept = await keepFile(deps, sealed);
    const many = changes.length === 1 ? 'A record of the vault was' : `${changes.length} records of the vault were`;
    const sentence = `${many} brought up to date for this Keybearer. The state before is kept in ${kept}.`;
    return [sentence, ...(await saveChanges(current, changes))];
  } finally {
    wipePrepared(changes);
  }
}

/** The records that change, in memory only. The caller wipes them. Throws: VAULT_DAMAGED, with the record's id. */
export function migratedOf(
  sealed: SealedVault,
  keys: Keys,
  migrations: readonly Migration[] = [],
): readonly Prepared[] {
  const changes: Prepared[] = [];
  try {
    for (const record of sealed.records)
      if (!isOwn(record) && nextOf(record, migrations) !== undefined)
        changes.push(...migratedRecord(record, openRecord(sealed, record, keys), migrations));
    return changes;
  } catch (fault) {
    wipePrepared(changes);
    throw fault;
  }
}

function migratedRecord(
  { id, type, schema: from }: SealedRecord,
  payload: Secret,
  migrations: readonly Migration[],
): readonly Prepared[] {
  let plain = payload.use((bytes) => Buffer.from(bytes));
  payload.wipe();
  try {
    let schema = from;
    for (let step = nextOf({ type, schema }, migrations); step; step = nextOf({ type, schema }, migrations)) {
      const made = step.migrate(plain);
      // A copy first: what was made may lie in the memory of what it was made from.
      const copy = Buffer.from(made);
      for (const bytes of [plain, made]) bytes.fill(0);
      plain = copy;
      schema += 1;
    }
    return prepareChanges([{ put: { id, type, schema, payload: plain } }]);
  } catch {
    // Without the cause: what a migration complains of may quote the record.
    const advice = 'Nothing was changed. Go back to the Keybearer that you had, and report this.';
    throw new AppError('VAULT_DAMAGED', { detail: `Record ${id} could not be brought up to date. ${advice}` });
  } finally {
    plain.fill(0);
  }
}

const nextOf = (
  { type, schema }: Pick<SealedRecord, 'type' | 'schema'>,
  migrations: readonly Migration[],
): Migration | undefined => migrations.find((each) => each.type === type && each.from === schema);

/** Gives: a fault that leaves the new state in one file, as sentences. */
async function saveChanges(current: Current, changes: readonly Prepared[]): Promise<readonly string[]> {
  const { random } = current.deps;
  const before = current.sealed.generation;
  try {
    await current.save(true, ({ sealed, keys, generation }) => ({
      contents: { records: applyChanges(sealed, changes, { keys, generation, random }) },
    }));
    return [];
  } catch (fault) {
    if (current.sealed.generation === before) throw fault;
    return [asAppError(fault).message];
  }
}

/** Writes the file as it is to a name of its own, unless it was kept by a try before. Gives: the name. */
async function keepFile({ dir, fs }: Pick<VaultDeps, 'dir' | 'fs'>, sealed: SealedVault): Promise<string> {
  const bytes = serialise(sealed);
  try {
    for (let number = 1; number <= maxKept; number += 1) {
      const name = `vault-before-migration-g${sealed.generation}${number === 1 ? '' : `-${number}`}.json`;
      const there = await fs.read(join(dir, name), maxFileBytes);
      if (there === undefined) await putWhole(fs, join(dir, name), bytes);
      if (there === undefined || isSame(there, bytes)) return name;
    }
  } catch (fault) {
    throw diskFault(fault, dir, 'The vault was not opened, since its state before a migration could not be kept.');
  }
  const detail = `There are ${maxKept} files vault-before-migration-g${sealed.generation} in ${dir}. Move them away.`;
  throw new AppError('INPUT_INVALID', { detail });
}
