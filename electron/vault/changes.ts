/** What a commit changes: records put in, records taken out. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Random } from '../base/random.ts';
import { Secret } from '../base/secret.ts';
import {
  maxPayloadBytes,
  maxRecords,
  RecordId,
  RecordSchema,
  RecordType,
  type SealedRecord,
  type SealedVault,
} from './envelope.ts';
import { type Keys, recordLabel } from './manifest.ts';
import { isOwn } from './own-records.ts';
import { formatVersion, seal } from './seal.ts';

/** `remove` of a record that isn't there changes nothing. */
export type Change =
  | {
      readonly put: {
        readonly id: string;
        readonly type: string;
        readonly schema: number;
        readonly payload: Uint8Array;
      };
    }
  | { readonly remove: string };

/** A change of our own: checked, with a copy of the payload. */
export interface Prepared {
  readonly id: string;
  readonly put?: { readonly type: string; readonly schema: number; readonly payload: Secret };
}

export interface Sealing {
  readonly keys: Keys;
  readonly generation: number;
  readonly random: Random;
}

const Head = z.object({ id: RecordId, type: RecordType, schema: RecordSchema });

/** Throws: INPUT_INVALID on a bad id, type or schema, a payload over 1 MiB, a record of our own, or two changes to one record. */
export function prepareChanges(changes: readonly Change[]): readonly Prepared[] {
  const ids = changes.map((change) => ('put' in change ? change.put.id : change.remove));
  if (new Set(ids).size !== ids.length) throw refusal('Two changes to one record can not be saved at once.');
  if (changes.some((change) => isOwn('put' in change ? change.put : { id: change.remove })))
    throw refusal('The records of a rotation are changed by the vault alone.');
  for (const change of changes) if ('put' in change) checkPut(change.put);
  return changes.map((change) => {
    if (!('put' in change)) return { id: change.remove };
    const { id, type, schema, payload } = change.put;
    return { id, put: { type, schema, payload: new Secret(Buffer.from(payload)) } };
  });
}

export const wipePrepared = (changes: readonly Prepared[]): void => {
  for (const { put } of changes) put?.payload.wipe();
};

/** The records after the changes, sorted by id; those that are put in are sealed. */
export function applyChanges(sealed: SealedVault, changes: readonly Prepared[], sealing: Sealing): SealedRecord[] {
  const records = new Map(sealed.records.map((record) => [record.id, record]));
  for (const { id, put } of changes) {
    if (put === undefined) records.delete(id);
    else records.set(id, sealRecord(sealed.vaultId, { id, put }, sealing));
  }
  if (records.size > maxRecords) throw refusal(`The vault holds at most ${maxRecords} records.`);
  return [...records.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Seals a record that is put in. */
export function sealRecord(
  vaultId: string,
  { id, put }: Required<Prepared>,
  { keys, generation, random }: Sealing,
): SealedRecord {
  const head = { id, type: put.type, schema: put.schema, revision: generation };
  const label = recordLabel({ v: formatVersion, vaultId }, head);
  return { ...head, ...put.payload.use((plain) => seal(keys.records, label, plain, random)) };
}

function checkPut(put: {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly payload: Uint8Array;
}): void {
  if (!Head.safeParse(put).success) throw refusal('A record of the vault has a wrong id, type or schema.');
  if (put.payload.length > maxPayloadBytes) throw refusal('A record of the vault is larger than 1 MiB.');
}

const refusal = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });
