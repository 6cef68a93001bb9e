import { STATUS_CODES } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import zlib from 'node:zlib';
import * as undici from 'undici';
import { AppError } from '../../shared/errors.ts';
import type { CcxtExchange, HttpAnswer } from './ccxt.ts';
import { isNeverConnected } from './failures.ts';
import { isWholeJson } from './json-shape.ts';

/** The largest answer of an exchange that is read, in bytes and unpacked; market lists are longer than anything else. */
const maxBytes = { answers: 8 * 1024 * 1024, 'market-lists': 32 * 1024 * 1024 } as const;
/** ccxt's own timeout ends with the headers, so the body has its own. */
const maxBodyMs = 20_000;
/** Shorter than ccxt's timeout, so that no connection and no answer can be told apart. */
const connectMs = 5_000;

export type Dispatcher = undici.Dispatcher;

const limits = new WeakMap<Dispatcher, number>();

/** Kept connections to one exchange: one request in flight on each, no proxies from the environment. */
export function openDispatcher(size: keyof typeof maxBytes): Dispatcher {
  const dispatcher = new undici.Agent({
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 600_000,
    connections: 256,
    pipelining: 1,
    allowH2: false,
    autoSelectFamily: true,
    connect: { timeout: connectMs },
    maxResponseSize: maxBytes[size],
  });
  limits.set(dispatcher, maxBytes[size]);
  return dispatcher;
}

/**
 * Sets undici on an exchange object. ccxt hides its own import of it from bundlers and then falls back to the global
 * fetch in silence; set here, it is used for certain, and never follows a redirect.
 * Takes: heard = told of each answer that came whole, unpacked.
 */
export function setTransport(
  exchange: CcxtExchange,
  dispatcher: Dispatcher,
  heard: (answer: HttpAnswer, bytes: Buffer) => void = () => {},
): void {
  exchange.undiciModule = undici;
  exchange.zlibModule = zlib;
  exchange.httpStatusTexts = STATUS_CODES;
  exchange.fetchDispatcher = dispatcher;
  exchange.fetchImplementation = undici.fetch;
  exchange.fetchImplementationLoading = Promise.resolve(undici.fetch);
  exchange.fetchIsNative = true;
  exchange.AbortError = DOMException;
  exchange.FetchError = TypeError;
  exchange.proxiesModulesLoading = Promise.resolve();
  const ownRequest = exchange.undiciRequest.bind(exchange);
  exchange.undiciRequest = (url, params) => ownRequest(url, params).catch(throwNamed);
  // ccxt's own waits for ever where a packed answer breaks off, and unpacks without an end.
  exchange.undiciBody = async (answer, isBinary = false) => {
    const bytes = await readBody(answer, limits.get(dispatcher) ?? maxBytes.answers);
    if (!isBinary && !isWholeJson(bytes)) throw unusable('The answer of the exchange is cut off or nested too deep.');
    heard(answer, bytes);
    if (isBinary) return bytes;
    return bytes.toString('utf8');
  };
}

/** ccxt keeps of a fault of the connection but a sentence, and of several (IPv4 and IPv6) not even that. */
function throwNamed(fault: unknown): never {
  if (!isNeverConnected(fault)) throw fault;
  throw new AppError('EXCHANGE_UNAVAILABLE', {
    detail: 'The exchange could not be reached.',
    sent: 'no',
    cause: fault,
  });
}

async function readBody({ statusCode, headers, body }: HttpAnswer, limit: number): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(new Error('the answer took too long')), maxBodyMs);
  try {
    // 204 and 304 have no body, whatever their headers say of it.
    const inflate = statusCode === 204 || statusCode === 304 ? undefined : inflaterOf(headers['content-encoding']);
    return await collect(inflate === undefined ? body : unpacked(body, inflate), limit);
  } finally {
    clearTimeout(timer);
  }
}

function unpacked(body: Readable, inflate: Transform): Readable {
  // A fault of either ends both, and is thrown to whoever reads.
  return pipeline(body, inflate, () => {});
}

async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) throw unusable('The answer of the exchange is too large.');
    chunks.push(bytes);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

function inflaterOf(encoding: string | string[] | undefined): Transform | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip();
  if (encoding === 'br') return zlib.createBrotliDecompress();
  return encoding === 'deflate' ? zlib.createInflate() : undefined;
}

const unusable = (detail: string): AppError => new AppError('EXCHANGE_UNAVAILABLE', { detail, sent: 'unknown' });
