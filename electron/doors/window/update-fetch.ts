import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';

/** No program of ours comes near it. */
const mostBytes = 400 * 1024 * 1024;
const longestStallMs = 60_000;

/** What of electron-updater's HTTP client is changed. */
export interface Fetching {
  createRequest(options: Wanted, callback: (response: never) => void): unknown;
  addRedirectHandlers(request: Aborting, options: unknown, reject: (fault: Error) => void, ...rest: unknown[]): void;
  doDownload(wanted: Wanted, call: DownloadCall, redirects: number): void;
}
interface Wanted {
  readonly protocol?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  readonly port?: number | string | null | undefined;
  readonly path?: string | null | undefined;
}
interface Aborting {
  on(event: 'redirect', listener: () => void): unknown;
  abort(): void;
}
export interface DownloadCall {
  readonly destination?: string | null;
  readonly options: { readonly sha512?: string | null };
  callback(fault: Error | null): void;
  responseHandler?: ((response: Readable, callback: (fault: Error | null) => void) => void) | null;
}

/** Holds an HTTP client of electron-updater, which would follow ten redirects anywhere, to the feed's origin. */
export function stayWithin(client: Fetching, place: URL): void {
  const create = client.createRequest.bind(client);
  client.createRequest = (options, callback) => {
    const port = options.port == null || options.port === '' ? '' : `:${options.port}`;
    const origin = `${options.protocol ?? 'https:'}//${options.hostname}${port}`;
    if (!URL.canParse(origin) || new URL(origin).origin !== place.origin) throw elsewhere();
    return create(options, callback);
  };
  client.addRedirectHandlers = (request, _options, reject) => {
    request.on('redirect', () => {
      request.abort();
      reject(elsewhere());
    });
  };
}

const elsewhere = () => refusal('An update is fetched from the address of updates only.');

export interface Limits {
  readonly signal: AbortSignal;
  /** Bytes that the list gives for a file, by its path at the feed; undefined where it gives none. */
  readonly sizeOf: (path: string) => number | undefined;
  /** Told after each piece. Takes: bytes that came, and the most that may come. */
  readonly told?: ((bytes: number, most: number) => void) | undefined;
  readonly stallMs?: number;
  readonly mostBytes?: number;
}

/**
 * Takes the place of what that client does with a program's bytes: they end at a size, at a stall and at the user's word,
 * must have the list's SHA-512, and a file is left only where all of them came. Each fault is INPUT_INVALID with one sentence.
 */
export function limitDownloads(client: Fetching, limits: Limits): void {
  const [download, create] = [client.doDownload.bind(client), client.createRequest.bind(client)];
  const { signal, stallMs = longestStallMs } = limits;
  let latest: unknown;
  client.createRequest = (options, callback) => {
    latest = create(options, callback);
    return latest;
  };
  client.doDownload = (wanted, call, redirects) => {
    const most = Math.min(limits.sizeOf(wanted.path ?? '') ?? Number.POSITIVE_INFINITY, limits.mostBytes ?? mostBytes);
    const stop = new AbortController();
    let isOver = false;
    let stall: NodeJS.Timeout | undefined;
    const moved = () => {
      clearTimeout(stall);
      stall = setTimeout(() => end(refusal('The new version stopped coming; nothing was kept.')), stallMs);
    };
    const cancelled = () => end(refusal('The new version is no longer fetched; nothing was kept.'));
    const end = (fault: Error | null) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(stall);
      signal.removeEventListener('abort', cancelled);
      stop.abort();
      if (fault !== null) abort(request);
      // A file that is still open can't be removed on Windows, so the call ends after its bytes do.
      void (writing ?? Promise.resolve()).finally(() => call.callback(fault === null ? null : asSentence(fault)));
    };
    let writing: Promise<unknown> | undefined;
    let request: unknown;
    signal.addEventListener('abort', cancelled);
    moved();
    const responseHandler = (response: Readable) => {
      const written = write(response, { call, most, signal: stop.signal, moved, told: limits.told });
      writing = written.catch(() => undefined);
      written.then(() => end(null)).catch((fault: Error) => end(fault));
    };
    try {
      // Once bytes come, the writing knows best why they ended.
      const callback = (fault: Error | null) => (writing === undefined ? end(fault) : undefined);
      download(wanted, { ...call, callback, responseHandler }, redirects);
    } catch (fault) {
      end(fault instanceof Error ? fault : elsewhere());
    }
    request = latest;
    if (signal.aborted) cancelled();
  };
}

interface Writing {
  readonly call: DownloadCall;
  readonly most: number;
  readonly signal: AbortSignal;
  readonly moved: () => void;
  readonly told: Limits['told'];
}

async function write(response: Readable, { call, most, signal, moved, told }: Writing): Promise<void> {
  const { destination, options } = call;
  if (destination == null || options.sha512 == null) throw refusal('The list of updates gives no sum for a file.');
  const sum = createHash('sha512');
  let bytes = 0;
  const counted = new Transform({
    transform(piece: Buffer, _encoding, next) {
      moved();
      bytes += piece.length;
      if (bytes > most)
        return next(refusal('The new version is larger than the list of updates says; nothing was kept.'));
      sum.update(piece);
      told?.(bytes, most);
      next(null, piece);
    },
  });
  try {
    await pipeline(response, counted, createWriteStream(destination, { mode: 0o600 }), { signal });
    if (sum.digest('base64') !== options.sha512) {
      throw refusal('What came is not what the list of updates promises; nothing was kept.');
    }
  } catch (fault) {
    await rm(destination, { force: true });
    if (fault instanceof AppError) throw fault;
    throw refusal('The new version did not come whole; nothing was kept.');
  }
}

const abort = (request: unknown): void => {
  if (typeof request === 'object' && request !== null && 'abort' in request) (request as Aborting).abort();
};

const asSentence = (fault: Error): AppError =>
  fault instanceof AppError ? fault : refusal('The new version could not be fetched; nothing was kept.');

const refusal = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });
