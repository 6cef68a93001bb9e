/** The file of a vault: one canonical JSON document, read strictly. See docs/vault-format.md. */
import { z } from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
import { isWithinBounds } from './kdf.ts';
import { formatVersion, magic, nonceBytes, saltBytes, tagBytes } from './seal.ts';

export const maxFileBytes = 64 * 1024 * 1024;
export const maxRecords = 10_000;
export const maxPayloadBytes = 1024 * 1024;

const base64 = (minBytes: number, maxBytes: number) =>
  z
    .string()
    .max(Math.ceil(maxBytes / 3) * 4)
    .refine((text) => {
      const bytes = Buffer.from(text, 'base64');
      return bytes.length >= minBytes && bytes.length <= maxBytes && bytes.toString('base64') === text;
    });

const count = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const box = (maxBytes: number) => ({
  salt: base64(saltBytes, saltBytes),
  nonce: base64(nonceBytes, nonceBytes),
  ciphertext: base64(tagBytes, maxBytes + tagBytes),
});

export const RecordId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/);
export const RecordType = z.string().regex(/^[a-z][a-z0-9.-]{0,39}$/);
export const RecordSchema = z.number().int().min(1).max(1_000_000);

const KdfSection = z
  .strictObject({
    name: z.literal('argon2id'),
    version: z.literal(19),
    memoryKiB: z.number(),
    passes: z.number(),
    lanes: z.number(),
    salt: base64(16, 16),
  })
  .refine(isWithinBounds);
export type KdfSection = z.infer<typeof KdfSection>;

const Slot = z.strictObject({ kind: z.enum(['keychain', 'passphrase', 'recovery']), revision: count, ...box(32) });
export type Slot = z.infer<typeof Slot>;
export type SlotKind = Slot['kind'];

const SealedRecord = z.strictObject({
  id: RecordId,
  type: RecordType,
  schema: RecordSchema,
  revision: count,
  ...box(maxPayloadBytes),
});
export type SealedRecord = z.infer<typeof SealedRecord>;

const SealedVault = z.strictObject({
  magic: z.literal(magic),
  v: count,
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  kdf: KdfSection,
  slots: z.array(Slot).refine((slots) => isAscending(slots.map((slot) => slot.kind))),
  generation: count,
  manifest: z.strictObject(box(maxFileBytes)),
  records: z
    .array(SealedRecord)
    .max(maxRecords)
    .refine((records) => isAscending(records.map((record) => record.id))),
});
export type SealedVault = z.infer<typeof SealedVault>;

export type Parsed =
  | { readonly kind: 'vault'; readonly sealed: SealedVault }
  /** Of a newer program; with its content where it keeps this shape. */
  | { readonly kind: 'newer'; readonly sealed?: SealedVault }
  | { readonly kind: 'damaged'; readonly why: string };

/** Reads a file's bytes. A document that isn't in its one canonical form is damaged, whatever it says. */
export function parse(bytes: Uint8Array): Parsed {
  if (bytes.length === 0) return { kind: 'damaged', why: 'it is empty' };
  if (bytes.length > maxFileBytes) return { kind: 'damaged', why: 'it is too large' };
  const text = textOf(bytes);
  const value = text === undefined ? undefined : jsonOf(text);
  if (value === undefined) return { kind: 'damaged', why: 'it is cut off or not JSON' };
  const result = SealedVault.safeParse(value);
  // The comparison catches doubled members, other spellings of numbers and strings, and spaces, all at once.
  const isCanonical = result.success && canonicalJson(result.data) === text;
  if (isNewer(value)) return isCanonical ? { kind: 'newer', sealed: result.data } : { kind: 'newer' };
  if (!result.success) return { kind: 'damaged', why: `it has a wrong field (${fieldOf(result.error)})` };
  return isCanonical ? { kind: 'vault', sealed: result.data } : { kind: 'damaged', why: 'it is not canonical JSON' };
}

export const serialise = (sealed: SealedVault): Buffer => Buffer.from(canonicalJson(sealed), 'utf8');

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Newer = z.object({ magic: z.literal(magic), v: z.number().int().gt(formatVersion) });
const isNewer = (value: unknown): boolean => Newer.safeParse(value).success;

/** The name of the first wrong field; never its value. */
function fieldOf(error: z.ZodError): string {
  const path = error.issues.slice(0, 1).flatMap((issue) => issue.path);
  return path.length === 0 ? 'the whole' : path.map(String).join('.').slice(0, 80);
}

/** Strictly ascending, hence without doubles. Takes: texts that aren't empty. */
function isAscending(ids: readonly string[]): boolean {
  let last = '';
  return ids.every((id) => {
    const isAfter = id > last;
    last = id;
    return isAfter;
  });
}
