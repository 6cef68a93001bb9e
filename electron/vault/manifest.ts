/** The manifest: what belongs together in one generation of a vault. */
import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { SealedRecord, SealedVault } from './envelope.ts';
import { type Label, type SubkeyName, seal, subkeyOf, unseal } from './seal.ts';

/** The subkeys of an open vault. */
export type Keys = Readonly<Record<SubkeyName, Secret>>;

export const keysOf = (vaultKey: Secret): Keys => ({
  records: subkeyOf(vaultKey, 'records'),
  manifest: subkeyOf(vaultKey, 'manifest'),
  anchor: subkeyOf(vaultKey, 'anchor'),
  state: subkeyOf(vaultKey, 'state'),
});

export const copyKeys = (keys: Keys): Keys => ({
  records: keys.records.copy(),
  manifest: keys.manifest.copy(),
  anchor: keys.anchor.copy(),
  state: keys.state.copy(),
});

export const wipeKeys = (keys: Keys): void => {
  for (const key of Object.values(keys)) key.wipe();
};

/** A vault that its manifest isn't made for yet. */
export type Contents = Omit<SealedVault, 'manifest'>;

/** Binds slots, records and generation together. */
export function withManifest(contents: Contents, keys: Keys, random: Random): SealedVault {
  const plain = Buffer.from(manifestOf(contents), 'utf8');
  return { ...contents, manifest: seal(keys.manifest, manifestLabel(contents), plain, random) };
}

/**
 * Does all of it belong to these keys and to each other, and does every record open? Gives: what doesn't.
 * Takes: `since`, where records of older revisions are known to open; `proven` = another file whose records are known to open.
 */
export function faultOf(sealed: SealedVault, keys: Keys, { since = 1, proven }: Known = {}): string | undefined {
  const manifest = unseal(keys.manifest, manifestLabel(sealed), sealed.manifest);
  if (manifest === undefined) return 'its manifest does not open';
  const isSame = manifest.useText((text) => text === manifestOf(sealed));
  manifest.wipe();
  if (!isSame) return 'its manifest is of other records or slots';
  const isProven = provenBy(sealed, keys, proven);
  const broken = sealed.records.find(
    (record) => record.revision >= since && !isProven(record) && !opens(sealed, record, keys),
  );
  return broken === undefined ? undefined : `record ${broken.id} does not open`;
}

export interface Known {
  readonly since?: number;
  readonly proven?: { readonly sealed: SealedVault; readonly keys: Keys } | undefined;
}

/** A record that is the same, to the byte and under the same key, opens as well. */
function provenBy({ v, vaultId }: SealedVault, keys: Keys, proven: Known['proven']): (record: SealedRecord) => boolean {
  const isSameVault = proven?.sealed.v === v && proven.sealed.vaultId === vaultId;
  if (!isSameVault || !isSameKey(keys.records, proven.keys.records)) return () => false;
  const records = new Map(proven.sealed.records.map((record) => [record.id, record]));
  return (record) => {
    const other = records.get(record.id);
    return other !== undefined && fields.every((field) => record[field] === other[field]);
  };
}

const fields = ['type', 'schema', 'revision', 'salt', 'nonce', 'ciphertext'] as const satisfies (keyof SealedRecord)[];
const isSameKey = (a: Secret, b: Secret): boolean => a.use((one) => b.use((other) => one.equals(other)));

/** Takes: the vault that the record stands in; what is written is always of our own version. */
export const recordLabel = (
  { v, vaultId }: Pick<SealedVault, 'v' | 'vaultId'>,
  { id, type, schema, revision }: Omit<SealedRecord, 'salt' | 'nonce' | 'ciphertext'>,
): Label => ({
  v,
  vaultId,
  recordId: id,
  type,
  schema,
  revision,
});

/** Throws: VAULT_DAMAGED. */
export function openRecord(sealed: SealedVault, record: SealedRecord, keys: Keys): Secret {
  const plain = unseal(keys.records, recordLabel(sealed, record), record);
  if (plain === undefined)
    throw new AppError('VAULT_DAMAGED', { detail: `Record ${record.id} of the vault does not open.` });
  return plain;
}

function opens(sealed: SealedVault, record: SealedRecord, keys: Keys): boolean {
  const plain = unseal(keys.records, recordLabel(sealed, record), record);
  plain?.wipe();
  return plain !== undefined;
}

const manifestLabel = ({ v, vaultId, generation }: Contents): Label => ({
  v,
  vaultId,
  recordId: 'manifest',
  type: 'manifest',
  schema: 1,
  revision: generation,
});

/** The slots are bound too: else an older passphrase could be put back into a newer vault. */
const manifestOf = ({ generation, kdf, slots, records }: Contents): string =>
  canonicalJson({
    generation,
    slots: sha256(Buffer.from(canonicalJson({ kdf, slots }), 'utf8')),
    records: records.map(({ id, revision, ciphertext }) => ({
      id,
      revision,
      sha256: sha256(Buffer.from(ciphertext, 'base64')),
    })),
  });

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
