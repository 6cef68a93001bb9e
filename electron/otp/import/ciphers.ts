/** What opens an encrypted export. The cost of a key comes from the file, so that it is bounded before it is paid. */
import { createDecipheriv, createHmac, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import type { Secret } from '../../base/secret.ts';
import { unusable } from './account.ts';

export interface Argon2Cost {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Argon2id, away from the main thread, 32 bytes. Throws: INPUT_INVALID on a cost out of bounds. */
export type Argon2id = (password: Secret, salt: Uint8Array, cost: Argon2Cost) => Promise<Secret>;

const keyBytes = 32;
const most = { iterations: 5_000_000, scryptBytes: 256 * 1024 * 1024, scryptLanes: 16 };

const tooDear = () => unusable('Opening this export would take more memory or time than any real one does.');
const derivePbkdf2 = promisify(pbkdf2);

/** PBKDF2 with HMAC-SHA-256. Throws: CODE_SECRET_INVALID on more than 5,000,000 iterations. Source: RFC 8018 section 5.2. */
export function pbkdf2Key(password: Secret, salt: Buffer, iterations: number): Promise<Buffer> {
  if (!Number.isSafeInteger(iterations) || iterations < 1 || iterations > most.iterations) throw tooDear();
  return password.use((bytes) => derivePbkdf2(bytes, salt, iterations, keyBytes, 'sha256'));
}

/** Throws: CODE_SECRET_INVALID on parameters that are none, or need more than 256 MiB. Source: RFC 7914 section 6. */
export async function scryptKey(
  password: Secret,
  salt: Buffer,
  { n, r, p }: { readonly n: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  const areWhole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  if (!areWhole || !Number.isInteger(Math.log2(n)) || n < 2 || p > most.scryptLanes) throw tooDear();
  if (128 * n * r > most.scryptBytes) throw tooDear();
  return password.use(
    (bytes) =>
      new Promise((resolve, reject) => {
        const cost = { N: n, r, p, maxmem: 2 * most.scryptBytes };
        scrypt(bytes, salt, keyBytes, cost, (fault, key) => (fault === null ? resolve(key) : reject(fault)));
      }),
  );
}

/** Throws: CODE_SECRET_INVALID on a cost out of bounds. */
export async function argon2Key(argon2id: Argon2id, password: Secret, salt: Buffer, cost: Argon2Cost): Promise<Buffer> {
  try {
    const key = await argon2id(password, salt, cost);
    const bytes = key.use((lent) => Buffer.from(lent));
    key.wipe();
    return bytes;
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'INPUT_INVALID') throw tooDear();
    throw fault;
  }
}

/** AES-256-GCM. Gives: undefined where the key, or a byte of the text, is wrong. */
export function openGcm(key: Buffer, nonce: Buffer, data: Buffer, tag: Buffer): Buffer | undefined {
  if (key.length !== keyBytes || nonce.length !== 12 || tag.length !== 16) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** `2.iv|data|mac`: AES-256-CBC, then HMAC-SHA-256. Gives: undefined where the key, or a byte of the text, is wrong. */
export function openBitwarden(key: Buffer, text: string): Buffer | undefined {
  const [iv, data, mac, ...more] = (/^2\.(.+)$/s.exec(text)?.[1] ?? '')
    .split('|')
    .map((part) => Buffer.from(part, 'base64'));
  if (iv?.length !== 16 || data === undefined || mac?.length !== 32 || more.length > 0) return undefined;
  const proof = createHmac('sha256', stretch(key, 'mac')).update(iv).update(data).digest();
  if (!timingSafeEqual(proof, mac)) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', stretch(key, 'enc'), iv);
  try {
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The first block of HKDF-Expand. Source: RFC 5869 section 2.3. */
const stretch = (key: Buffer, info: string): Buffer => createHmac('sha256', key).update(info).update('\u0001').digest();
