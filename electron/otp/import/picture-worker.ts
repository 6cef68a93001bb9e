/** A thread for the QR codes of one picture; see picture.ts. */
import { parentPort } from 'node:worker_threads';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { PictureRequest } from './picture.ts';

const mostCodes = 100;

parentPort?.once('message', async ({ wasm, file }: PictureRequest) => {
  prepareZXingModule({ overrides: { wasmBinary: wasm } });
  const codes = await readBarcodes(file, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: mostCodes });
  // A fault above ends this thread by an unhandled rejection, which the other side hears as 'error'.
  parentPort?.postMessage(codes.filter(({ isValid }) => isValid).map(({ text }) => text));
});
