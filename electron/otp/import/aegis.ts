/** Exports of Aegis. Source: github.com/beemdevelopment/Aegis docs/vault.md */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { cleanName, gather, type Import, PasswordNeeded, unusable, wrongPassword } from './account.ts';
import { openGcm, scryptKey } from './ciphers.ts';
import { readEntry } from './entry.ts';
import { readExport } from './json.ts';

const hex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/i)
  .transform((text) => Buffer.from(text, 'hex'));
const Params = z.object({ nonce: hex, tag: hex });
const PasswordSlot = z.object({
  type: z.literal(1),
  key: hex,
  key_params: Params,
  ...{ n: z.number(), r: z.number(), p: z.number(), salt: hex },
});
const Whole = z.object({ version: z.literal(1), header: z.unknown(), db: z.unknown() });
const Header = z.object({ slots: z.array(z.unknown()).max(50), params: Params });
const Database = z.object({ entries: z.array(z.unknown()) });
const AegisEntry = z.object({
  ...{ type: z.string(), name: z.string().optional(), issuer: z.string().optional() },
  info: z.object({
    secret: z.string(),
    ...{ algo: z.string().optional(), digits: z.number().optional(), period: z.number().optional() },
  }),
});

export const isAegis = (value: unknown): boolean => {
  const { success, data } = Whole.safeParse(value);
  return success && data.db !== undefined && data.header !== undefined;
};

/** Throws: CODE_SECRET_INVALID; PasswordNeeded for an encrypted one without its password. */
export async function readAegis(value: unknown, password: Secret | undefined): Promise<Import> {
  const { db, header } = Whole.parse(value);
  const plain = typeof db === 'string' ? await decrypt(header, db, password) : db;
  const read = Database.safeParse(plain);
  if (!read.success) throw unusable('This export of Aegis has no list of accounts.');
  return gather('aegis', read.data.entries, (entry) => readOne(entry), nameOf);
}

async function decrypt(header: unknown, db: string, password: Secret | undefined): Promise<unknown> {
  const read = Header.safeParse(header);
  if (!read.success) throw unusable('The head of this export of Aegis is damaged.');
  if (password === undefined) throw new PasswordNeeded();
  const slots = read.data.slots.flatMap((slot) => PasswordSlot.safeParse(slot).data ?? []);
  if (slots.length === 0) throw unusable('This export of Aegis opens with no password. Export it again with one.');
  for (const { key, key_params, salt, n, r, p } of slots) {
    const derived = await scryptKey(password, salt, { n, r, p });
    const master = openGcm(derived, key_params.nonce, key, key_params.tag);
    if (master === undefined) continue;
    const plain = openGcm(master, read.data.params.nonce, Buffer.from(db, 'base64'), read.data.params.tag);
    if (plain !== undefined) return readExport(plain);
  }
  throw wrongPassword();
}

function readOne(raw: unknown) {
  const read = AegisEntry.safeParse(raw);
  if (!read.success) throw unusable('This account is not complete.');
  const { type, info } = read.data;
  const { algo, digits, period } = info;
  return readEntry({ ...nameOf(raw), type, secret: info.secret, settings: { algorithm: algo, digits, period } });
}

function nameOf(raw: unknown) {
  const read = z.object({ issuer: z.unknown(), name: z.unknown() }).partial().safeParse(raw).data ?? {};
  return { issuer: cleanName(read.issuer), name: cleanName(read.name) };
}
