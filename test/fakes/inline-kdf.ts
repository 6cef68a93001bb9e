import { argon2id } from 'hash-wasm';
import { Secret } from '../../electron/base/secret.ts';
import { type Kdf, kdfLengthBytes } from '../../electron/vault/kdf.ts';

/** The same Argon2id on the main thread: a thread of its own takes longer to begin than the least cost takes to work. */
export const inlineKdf: Kdf = async (passphrase, salt, params) => {
  const password = passphrase.use((bytes) => Uint8Array.from(bytes));
  const { memoryKiB: memorySize, passes: iterations, lanes: parallelism } = params;
  const cost = { memorySize, iterations, parallelism, hashLength: kdfLengthBytes };
  return new Secret(await argon2id({ password, salt, ...cost, outputType: 'binary' }));
};
