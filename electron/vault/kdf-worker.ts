/** A thread for one Argon2id; see kdf.ts. */
import { parentPort } from 'node:worker_threads';
import { argon2id } from 'hash-wasm';
import { type KdfRequest, kdfLengthBytes } from './kdf.ts';

async function derive({ passphrase, salt, params }: KdfRequest): Promise<Uint8Array> {
  try {
    return await argon2id({
      password: passphrase,
      salt,
      memorySize: params.memoryKiB,
      iterations: params.passes,
      parallelism: params.lanes,
      hashLength: kdfLengthBytes,
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
