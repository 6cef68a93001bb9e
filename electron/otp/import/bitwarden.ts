/** Exports of Bitwarden. Source: bitwarden.com/help/encrypted-export, /help/bitwarden-security-white-paper, /help/kdf-algorithms */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { cleanName, gather, type Import, PasswordNeeded, unusable, wrongPassword } from './account.ts';
import { type Argon2id, argon2Key, openBitwarden, pbkdf2Key } from './ciphers.ts';
import { readEntry } from './entry.ts';
import { readExport } from './json.ts';

const Whole = z.object({ encrypted: z.boolean(), items: z.array(z.unknown()).optional() });
const Encrypted = z.object({
  passwordProtected: z.literal(true),
  salt: z.string().max(200),
  kdfType: z.union([z.literal(0), z.literal(1)]),
  kdfIterations: z.number(),
  kdfMemory: z.number().nullish(),
  kdfParallelism: z.number().nullish(),
  encKeyValidation_DO_NOT_EDIT: z.string(),
  data: z.string(),
});
const Item = z.object({
  name: z.unknown(),
  login: z.object({ username: z.unknown(), totp: z.unknown() }).partial().nullish(),
});
type Item = z.infer<typeof Item>;

export const isBitwarden = (value: unknown): boolean => Whole.safeParse(value).success;
export const isBitwardenTable = (text: string): boolean =>
  /^[^\n]*\blogin_totp\b/.test(text.slice(0, 2000).split('\n')[0] ?? '');

/** Throws: CODE_SECRET_INVALID; PasswordNeeded for an encrypted one without its password. */
export async function readBitwarden(value: unknown, password: Secret | undefined, argon2id: Argon2id): Promise<Import> {
  const { encrypted, items } = Whole.parse(value);
  const list = encrypted ? await decrypt(value, password, argon2id) : items;
  if (list === undefined) throw unusable('This export of Bitwarden has no list of items.');
  return gatherItems(list.flatMap((item) => Item.safeParse(item).data ?? []));
}

/** The table (CSV) that Bitwarden exports. Throws: CODE_SECRET_INVALID. */
export function readBitwardenTable(text: string): Import {
  const rows = Row.array().safeParse(readTable(text));
  if (!rows.success) throw unusable('The rows of this table do not fit its head.');
  return gatherItems(
    rows.data.map(({ name, login_username: username, login_totp: totp }) => ({ name, login: { username, totp } })),
  );
}

const Row = z.object({ name: z.string(), login_username: z.string(), login_totp: z.string() }).partial();

function readTable(text: string): unknown {
  try {
    return parse(text, { bom: true, columns: true, skip_empty_lines: true, max_record_size: 1_000_000 });
  } catch {
    throw unusable('This table is damaged: a row does not fit its head, or a quotation mark is missing.');
  }
}

/** Most items of a password manager have no second factor; they are passed over. */
function gatherItems(items: readonly Item[]): Import {
  const withCodes = items.filter(({ login }) => typeof login?.totp === 'string' && login.totp.trim() !== '');
  const nameOf = ({ name, login }: Item) => ({ issuer: cleanName(name), name: cleanName(login?.username) });
  const secretOf = ({ login }: Item): string => (typeof login?.totp === 'string' ? login.totp.trim() : '');
  return gather(
    'bitwarden',
    withCodes,
    (item) => readEntry({ ...nameOf(item), secret: secretOf(item), settings: {} }),
    nameOf,
  );
}

async function decrypt(
  value: unknown,
  password: Secret | undefined,
  argon2id: Argon2id,
): Promise<unknown[] | undefined> {
  const read = Encrypted.safeParse(value);
  if (!read.success)
    throw unusable(
      'This export of Bitwarden opens with its account only. Export again as JSON (encrypted) and choose "Password protected".',
    );
  if (password === undefined) throw new PasswordNeeded();
  const { data, encKeyValidation_DO_NOT_EDIT: check, ...cost } = read.data;
  const key = await keyOf(password, cost, argon2id);
  if (openBitwarden(key, check) === undefined) throw wrongPassword();
  const plain = openBitwarden(key, data);
  if (plain === undefined) throw wrongPassword();
  return Whole.omit({ encrypted: true }).safeParse(readExport(plain)).data?.items;
}

type Cost = Omit<z.infer<typeof Encrypted>, 'data' | 'encKeyValidation_DO_NOT_EDIT'>;

function keyOf(password: Secret, { salt, kdfType, ...cost }: Cost, argon2id: Argon2id): Promise<Buffer> {
  if (kdfType === 0) return pbkdf2Key(password, Buffer.from(salt, 'utf8'), cost.kdfIterations);
  // Argon2 wants a salt of a fixed length, so Bitwarden hashes its own.
  const hashed = createHash('sha256').update(salt, 'utf8').digest();
  const memoryKiB = (cost.kdfMemory ?? 0) * 1024;
  return argon2Key(argon2id, password, hashed, {
    memoryKiB,
    passes: cost.kdfIterations,
    lanes: cost.kdfParallelism ?? 0,
  });
}
