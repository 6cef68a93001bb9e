import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { unusable } from './account.ts';
import { sizeOf } from './picture-size.ts';

/** The texts of all QR codes of a picture. Throws: CODE_SECRET_INVALID where it can't be read. */
export type ReadPicture = (file: Buffer) => Promise<readonly string[]>;

/** What the worker is asked; its answer is the texts. */
export interface PictureRequest {
  readonly wasm: ArrayBuffer;
  readonly file: Uint8Array<ArrayBuffer>;
}

const mostPixels = 40_000_000;
const longestMs = 10_000;
/** A picture of the most pixels takes four bytes each, once or twice. */
const mostMegabytes = 512;

const sourceWorker = (): Worker =>
  new Worker(new URL('./picture-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });

/**
 * Reads QR codes in a worker thread of its own, which ends with each picture.
 * Takes: what starts the worker; wasm = the bytes of the reader, so that nothing is fetched.
 */
export function qrReader(startWorker: () => Worker = sourceWorker, wasm = readWasm): ReadPicture {
  return async (file) => {
    const size = sizeOf(file);
    if (size === undefined || size.width < 1 || size.height < 1)
      throw unusable('This picture is cut off. Save it again, as PNG or JPEG.');
    if (size.width * size.height > mostPixels)
      throw unusable(
        `This picture is too large (${size.width} x ${size.height} pixels). Crop it to its QR code with the white border.`,
      );
    const bytes = await wasm();
    const worker = startWorker();
    try {
      return await ask(worker, { wasm: bytes, file: Uint8Array.from(file) });
    } finally {
      await worker.terminate();
    }
  };
}

/** Beside the reader's program, wherever npm has put it. */
async function readWasm(): Promise<ArrayBuffer> {
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  return Uint8Array.from(await readFile(path)).buffer;
}

const Texts = z.array(z.string());

function ask(worker: Worker, request: PictureRequest): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const unreadable = () => reject(unusable('This picture could not be read. Save it again, as PNG or JPEG.'));
    const timer = setTimeout(unreadable, longestMs);
    const settle = (then: () => void) => () => {
      clearTimeout(timer);
      then();
    };
    worker.once('message', (answer: unknown) => {
      const texts = Texts.safeParse(answer);
      settle(texts.success ? () => resolve(texts.data) : unreadable)();
    });
    worker.once('error', settle(unreadable));
    worker.once('exit', settle(unreadable));
    worker.postMessage(request, [request.wasm, request.file.buffer]);
  });
}
