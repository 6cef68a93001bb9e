/** What a newer Keybearer wrote: it can be read as far as it is understood, and never changed. */
import { AppError } from '../../shared/errors.ts';
import type { SealedRecord, SealedVault } from './envelope.ts';
import { isOwn, ownSchema, ownType } from './own-records.ts';
import { formatVersion } from './seal.ts';

/** The newest known schema for each type of record; a type that is not named is taken as it comes. */
export type Schemas = Readonly<Record<string, number>>;

/** A record of a schema that is not known yet. */
export interface UnreadRecord {
  readonly id: string;
  readonly type: string;
  readonly schema: number;
}

/** Is the record of a later schema than we know? */
export function isUnread({ type, schema }: Pick<SealedRecord, 'type' | 'schema'>, schemas: Schemas = {}): boolean {
  const known = type === ownType ? ownSchema : Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  return known !== undefined && schema > known;
}

export const unreadOf = (sealed: SealedVault, schemas?: Schemas): readonly UnreadRecord[] =>
  sealed.records.filter((record) => isUnread(record, schemas)).map(({ id, type, schema }) => ({ id, type, schema }));

/** The records that a caller is shown. */
export const shownOf = (sealed: SealedVault, schemas?: Schemas): readonly SealedRecord[] =>
  sealed.records.filter((record) => !isOwn(record) && !isUnread(record, schemas));

/** Why the vault may only be read, as a sentence; undefined where it may be changed. */
export function readOnlyReason(sealed: SealedVault, schemas?: Schemas): string | undefined {
  const advice = 'The vault is open for reading only; update Keybearer to change anything.';
  if (sealed.v > formatVersion) return `This vault was written by a newer Keybearer, in format ${sealed.v}. ${advice}`;
  const unread = unreadOf(sealed, schemas);
  const [first] = unread;
  if (first === undefined) return undefined;
  const what =
    unread.length === 1
      ? `A record of the vault (${first.id}) was`
      : `${unread.length} records of the vault (${first.id} and others) were`;
  return `${what} written by a newer Keybearer and can't be read by this one. ${advice}`;
}

/** Throws: VAULT_NEWER. */
export function refuseChange(isReadOnly: boolean): void {
  if (isReadOnly) throw new AppError('VAULT_NEWER');
}
