/** Backups of 2FAS. Source: github.com/twofas/2fas-android, the backup's schema 4; github.com/twofas/2fas-ios */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { cleanName, gather, type Import, PasswordNeeded, unusable, wrongPassword } from './account.ts';
import { openGcm, pbkdf2Key } from './ciphers.ts';
import { readEntry } from './entry.ts';
import { readExport } from './json.ts';

const Whole = z.object({
  services: z.array(z.unknown()).optional(),
  servicesEncrypted: z.string().optional(),
  schemaVersion: z.number(),
});
const Service = z.object({
  name: z.string().optional(),
  secret: z.string(),
  otp: z
    .object({
      ...{ account: z.string().optional(), issuer: z.string().optional(), tokenType: z.string().optional() },
      ...{ algorithm: z.string().optional(), digits: z.number().optional(), period: z.number().optional() },
    })
    .default({}),
});

export const isTwoFas = (value: unknown): boolean => {
  const { data } = Whole.safeParse(value);
  return data?.services !== undefined || data?.servicesEncrypted !== undefined;
};

/** Throws: CODE_SECRET_INVALID; PasswordNeeded for an encrypted one without its password. */
export async function readTwoFas(value: unknown, password: Secret | undefined): Promise<Import> {
  const { services = [], servicesEncrypted } = Whole.parse(value);
  const list = servicesEncrypted === undefined ? services : await decrypt(servicesEncrypted, password);
  return gather('2fas', list, (service) => readOne(service), nameOf);
}

const iterations = 10_000;
const tagBytes = 16;

/** Three parts in base64: data with its tag, salt, nonce. */
async function decrypt(text: string, password: Secret | undefined): Promise<readonly unknown[]> {
  const [data, salt, nonce, ...more] = text.split(':').map((part) => Buffer.from(part, 'base64'));
  if (data === undefined || salt === undefined || nonce === undefined || more.length > 0 || data.length <= tagBytes)
    throw unusable('The encrypted part of this backup of 2FAS is damaged.');
  if (password === undefined) throw new PasswordNeeded();
  const key = await pbkdf2Key(password, salt, iterations);
  const split = data.length - tagBytes;
  const plain = openGcm(key, nonce, data.subarray(0, split), data.subarray(split));
  if (plain === undefined) throw wrongPassword();
  const list = readExport(plain);
  if (!Array.isArray(list)) throw unusable('This backup of 2FAS has no list of accounts.');
  return list;
}

function readOne(raw: unknown) {
  const read = Service.safeParse(raw);
  if (!read.success) throw unusable('This account is not complete.');
  const { secret, otp } = read.data;
  const { tokenType: type, algorithm, digits, period } = otp;
  return readEntry({ ...nameOf(raw), type, secret, settings: { algorithm, digits, period } });
}

function nameOf(raw: unknown) {
  const read =
    z
      .object({ name: z.unknown(), otp: z.record(z.string(), z.unknown()) })
      .partial()
      .safeParse(raw).data ?? {};
  const issuer = cleanName(read.otp?.['issuer']);
  return { issuer: issuer || cleanName(read.name), name: cleanName(read.otp?.['account']) };
}
