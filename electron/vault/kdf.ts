import { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';

/** The cost of Argon2id, version 1.3. */
export interface KdfParams {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Turns a passphrase into 32 bytes, away from the main thread. Throws: INPUT_INVALID on parameters that are out of bounds. */
export type Kdf = (passphrase: Secret, salt: Uint8Array, params: KdfParams) => Promise<Secret>;

/** What the worker is asked; its answer is that many bytes. */
export interface KdfRequest {
  readonly passphrase: Uint8Array;
  readonly salt: Uint8Array;
  readonly params: KdfParams;
  readonly lengthBytes: number;
}

export const defaultKdfParams: KdfParams = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 };
export const kdfLengthBytes = 32;

// The floor is OWASP's least for Argon2id; the ceilings keep a changed file from taking the machine's memory or its day.
export const floor = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 };
export const ceiling = { memoryKiB: 1024 * 1024, passes: 20, lanes: 8, workKiB: 2 * 1024 * 1024 };

/** Are the parameters between the floor and the ceilings? Asked before any memory is taken. */
export function isWithinBounds({ memoryKiB, passes, lanes }: KdfParams): boolean {
  if (![memoryKiB, passes, lanes].every(Number.isSafeInteger)) return false;
  if (memoryKiB < floor.memoryKiB || passes < floor.passes || lanes < floor.lanes) return false;
  if (memoryKiB > ceiling.memoryKiB || passes > ceiling.passes || lanes > ceiling.lanes) return false;
  return memoryKiB * passes <= ceiling.workKiB;
}

const sourceWorker = (): Worker => new Worker(new URL('./kdf-worker.ts', import.meta.url));

/**
 * Argon2id in a worker thread of its own, which ends with each derivation and takes its memory with it.
 * Takes: what starts the worker; a bundle passes its own, since the source's path isn't in it.
 */
export function argon2idKdf(startWorker: () => Worker = sourceWorker): Kdf {
  return async (passphrase, salt, params) => {
    if (!isWithinBounds(params)) {
      throw new AppError('INPUT_INVALID', { detail: 'The cost of Argon2id is outside what Keybearer accepts.' });
    }
    const worker = startWorker();
    try {
      return new Secret(
        await ask(worker, {
          passphrase: ownBytes(passphrase),
          salt: Uint8Array.from(salt),
          params,
          lengthBytes: kdfLengthBytes,
        }),
      );
    } catch (fault) {
      throw new AppError('INTERNAL', {
        detail: 'The passphrase could not be worked on (Argon2id failed).',
        sent: 'no',
        cause: fault,
      });
    } finally {
      await worker.terminate();
    }
  };
}

// Buffers may share Node's pool, which can't be moved to another thread; these bytes have memory of their own.
const ownBytes = (secret: Secret): Uint8Array<ArrayBuffer> => secret.use((bytes) => Uint8Array.from(bytes));

function ask(
  worker: Worker,
  request: KdfRequest & { readonly passphrase: Uint8Array<ArrayBuffer> },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    worker.once('message', (answer: unknown) => {
      if (answer instanceof Uint8Array && answer.length === kdfLengthBytes) resolve(answer);
      else reject(new Error('the worker gave no key'));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the worker ended early (${code})`)));
    // Moved, not copied: no second copy of the passphrase stays on this side.
    worker.postMessage(request, [request.passphrase.buffer]);
  });
}
