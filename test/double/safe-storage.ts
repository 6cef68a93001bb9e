/**
 * safeStorage's asynchronous half, on the keyring that DOUBLE_KEYRING names: a JSON file, read at each question, so that a
 * test can change it while the app runs. No file is a system whose keyring is gone.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface Keyring {
  readonly backend: 'basic_text' | 'gnome_libsecret' | 'kwallet' | 'kwallet5' | 'kwallet6' | 'unknown';
  /** 32 bytes, hex: what the system keeps for the app. */
  readonly key: string;
  /** Never answers. */
  readonly hangs?: boolean;
  /** Has a newer key, so that what the old one sealed should be sealed again. */
  readonly isStale?: boolean;
}

/** Chromium's key where there is no keyring stands in its source; any that a test knows will do. */
const publishedKey = Buffer.alloc(32, 'peanuts');

export const safeStorage = {
  isAsyncEncryptionAvailable: () => answer((keyring) => keyring !== undefined),
  encryptStringAsync: (text: string) => answer((keyring) => seal(needed(keyring), text)),
  decryptStringAsync: (sealed: Buffer) =>
    answer((keyring) => ({ result: open(needed(keyring), sealed), shouldReEncrypt: keyring?.isStale ?? false })),
  getSelectedStorageBackend: (): Keyring['backend'] => read()?.backend ?? 'unknown',
};

function answer<T>(work: (keyring: Keyring | undefined) => T): Promise<T> {
  const keyring = read();
  if (keyring?.hangs) return new Promise(() => undefined);
  return new Promise((resolve) => resolve(work(keyring)));
}

function read(): Keyring | undefined {
  const path = process.env['DOUBLE_KEYRING'];
  if (!path) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined;
    throw fault;
  }
}

function needed(keyring: Keyring | undefined): Keyring {
  if (keyring === undefined) throw new Error('Encryption is not available');
  return keyring;
}

const keyOf = ({ backend, key }: Keyring): readonly [string, Buffer] =>
  backend === 'basic_text' ? ['v10', publishedKey] : ['v11', Buffer.from(key, 'hex')];

function seal(keyring: Keyring, text: string): Buffer {
  const [mark, key] = keyOf(keyring);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([Buffer.from(mark), nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

function open(keyring: Keyring, sealed: Buffer): string {
  const [mark, key] = keyOf(keyring);
  if (sealed.subarray(0, 3).toString('latin1') !== mark) throw new Error('Error while decrypting the ciphertext');
  const tagAt = sealed.length - 16;
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15), { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(tagAt));
  return Buffer.concat([cipher.update(sealed.subarray(15, tagAt)), cipher.final()]).toString('utf8');
}
