/** keychain.json: what the system's keychain sealed, and of which vault. Without the keychain it is worth nothing. */
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { Secret } from '../base/secret.ts';
import { diskFault } from '../vault/disk-fault.ts';
import type { VaultFs } from '../vault/fs.ts';

export interface KeychainPlace {
  readonly dir: string;
  readonly fs: VaultFs;
}

const base64 = (bytes: { readonly min: number; readonly max: number }) =>
  z.string().refine((text) => {
    const { length } = Buffer.from(text, 'base64');
    return length >= bytes.min && length <= bytes.max && Buffer.from(text, 'base64').toString('base64') === text;
  });

const slotKeyBytes = 32;
const maxFileBytes = 64 * 1024;

const KeychainFile = z.strictObject({
  v: z.literal(1),
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  ciphertext: base64({ min: 1, max: maxFileBytes }),
});
export type KeychainFile = z.infer<typeof KeychainFile>;

const Blob = z.strictObject({
  slotKey: base64({ min: slotKeyBytes, max: slotKeyBytes }),
  generation: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
});

/** What lies inside the ciphertext. */
export interface KeychainBlob {
  readonly slotKey: Secret;
  /** The vault's generation as it was last seen. */
  readonly generation: number;
}

const pathIn = (dir: string): string => join(dir, 'keychain.json');

/** Gives: undefined where there is none. Throws: INPUT_INVALID where it is damaged or can't be read. */
export async function readKeychainFile({ dir, fs }: KeychainPlace): Promise<KeychainFile | undefined> {
  const path = pathIn(dir);
  const bytes = await fs.read(path, maxFileBytes).catch((fault: unknown) => {
    throw diskFault(fault, path, 'The passphrase opens the vault as ever.');
  });
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  const file = KeychainFile.safeParse(jsonOf(text)).data;
  if (file === undefined || canonicalJson(file) !== text) throw damaged();
  return file;
}

/** Replaces the file as a whole: after a crash it is the old one or the new one. Throws: DISK_FULL, INPUT_INVALID, INTERNAL. */
export async function writeKeychainFile({ dir, fs }: KeychainPlace, file: KeychainFile): Promise<void> {
  const path = pathIn(dir);
  const temporary = `${path}.tmp`;
  try {
    if (await fs.exists(temporary)) await fs.unlink(temporary);
    const open = await fs.create(temporary);
    try {
      await open.write(Buffer.from(canonicalJson(file), 'utf8'));
      await open.sync();
    } finally {
      await open.close();
    }
    await fs.rename(temporary, path);
    await fs.syncDir(dir);
  } catch (fault) {
    throw diskFault(fault, path, 'The vault itself is as it should be.');
  }
}

/** Throws: DISK_FULL, INPUT_INVALID, INTERNAL. */
export async function removeKeychainFile({ dir, fs }: KeychainPlace): Promise<void> {
  const path = pathIn(dir);
  try {
    for (const each of [`${path}.tmp`, path]) if (await fs.exists(each)) await fs.unlink(each);
    await fs.syncDir(dir);
  } catch (fault) {
    throw diskFault(fault, path, 'Keychain unlock may still be on.');
  }
}

/** Text, since keychains take text; the caller wipes it. */
export const writeBlob = ({ slotKey, generation }: KeychainBlob): Secret =>
  slotKey.use((key) => Secret.ofText(canonicalJson({ slotKey: key.toString('base64'), generation })));

/** The caller wipes its key. Throws: INPUT_INVALID where the keychain gave something else than it was given. */
export function readBlob(plain: Secret): KeychainBlob {
  return plain.useText((text) => {
    const blob = Blob.safeParse(jsonOf(text)).data;
    if (blob === undefined || canonicalJson(blob) !== text)
      throw new AppError('INPUT_INVALID', {
        detail: 'The keychain gave back something that Keybearer did not put there.',
      });
    return { slotKey: new Secret(Buffer.from(blob.slotKey, 'base64')), generation: blob.generation };
  });
}

const damaged = (): AppError =>
  new AppError('INPUT_INVALID', { detail: 'keychain.json is damaged, so the keychain cannot open the vault.' });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
