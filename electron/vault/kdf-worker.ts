/** A thread for one Argon2id; see kdf.ts. */
import { parentPort } from 'node:worker_threads';
import { argon2id } from 'hash-wasm';
// A type alone: with the module the thread would load what it has no use for, which takes longer than a derivation.
import type { KdfRequest } from './kdf.ts';

async function derive({ passphrase, salt, params, lengthBytes }: KdfRequest): Promise<Uint8Array> {
  try {
    return await argon2id({
      password: passphrase,
      salt,
      memorySize: params.memoryKiB,
      iterations: params.passes,
      parallelism: params.lanes,
      hashLength: lengthBytes,
      outputType: 'binary',
    });
  } finally {
    passphrase.fill(0);
  }
}

parentPort?.once('message', async (request: KdfRequest) => {
  const key = Uint8Array.from(await derive(request));
  // A fault above ends this thread by an unhandled rejection, which the other side hears as 'error'.
  parentPort?.postMessage(key, [key.buffer]);
});
