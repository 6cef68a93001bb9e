import type { Readable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';

/** What `sign()` gives and `fetch()` takes. */
export interface SignedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string> | undefined;
  readonly body: string | undefined;
}

/** What `undici.request()` gives, as far as it is read. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** What Keybearer touches of a ccxt exchange object; everything else is reached by name through `call`. */
export interface CcxtExchange {
  readonly id: string;
  readonly name: string;
  readonly timeframes: Readonly<Record<string, string | number>> | undefined;
  readonly precisionMode: number;
  readonly has: Readonly<Record<string, boolean | 'emulated' | null | undefined>>;
  readonly requiredCredentials: Readonly<Record<string, boolean>>;
  readonly urls: { api: unknown; readonly test?: unknown };
  readonly hostname: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly options: Record<string, unknown>;
  markets: Record<string, unknown> | undefined;
  marketsLoading: Promise<unknown> | undefined;
  undiciModule: unknown;
  zlibModule: unknown;
  httpStatusTexts: unknown;
  fetchDispatcher: unknown;
  fetchImplementation: unknown;
  fetchImplementationLoading: Promise<unknown> | undefined;
  fetchIsNative: boolean;
  proxiesModulesLoading: Promise<unknown> | undefined;
  AbortError: unknown;
  FetchError: unknown;
  verbose: boolean;
  timeout: number;
  last_request_headers: unknown;
  last_request_body: unknown;
  last_request_url: unknown;
  last_http_response: unknown;
  last_json_response: unknown;
  last_response_headers: unknown;
  undiciRequest(url: string, params: object): Promise<unknown>;
  undiciBody(answer: HttpAnswer, isBinary?: boolean): Promise<string | Uint8Array>;
  hash(data: string | Uint8Array, hash: unknown, digest?: string): string | Uint8Array;
  hmac(data: string | Uint8Array, secret: string | Uint8Array, hash: unknown, digest?: string): string | Uint8Array;
  nonce(): number | bigint;
  sign(path: string, api: unknown, method: string, params: object, headers?: unknown, body?: unknown): SignedRequest;
  fetch(url: string, method: string, headers: unknown, body: unknown): Promise<unknown>;
  fetch2(
    path: string,
    api: unknown,
    method: string,
    params: object,
    headers: unknown,
    body: unknown,
    config: object,
  ): Promise<unknown>;
  throttle(cost?: number): Promise<void>;
  calculateRateLimiterCost(api: unknown, method: string, path: string, params: object, config: object): number;
  loadMarkets(reload?: boolean): Promise<unknown>;
  setMarketsFromExchange(source: CcxtExchange): CcxtExchange;
  fetchTime(): Promise<number | undefined>;
  /** Sockets by their addresses; only the adapters that watch have any. */
  clients: Readonly<Record<string, CcxtSocket>> | undefined;
  client(url: string): CcxtSocket;
  watch(url: string, hash: string, message?: unknown, subscribeHash?: string, subscription?: unknown): Promise<unknown>;
  watchMultiple(
    url: string,
    hashes: readonly string[],
    message?: unknown,
    subscribeHashes?: readonly string[],
    subscription?: unknown,
  ): Promise<unknown>;
  calculateWsBackoffDelay(url: string): number;
  log(...args: unknown[]): void;
  loadHttpProxyAgent(): Promise<unknown>;
}

/** A socket of ccxt's, and the promises of those who wait for what comes over it. */
export interface CcxtSocket {
  readonly connected: Promise<unknown>;
  readonly connection: { terminate(): void } | undefined;
  readonly futures: Readonly<Record<string, unknown>>;
  readonly subscriptions: Record<string, unknown>;
  error: unknown;
  future(name: string): Promise<unknown>;
  send(message: unknown): Promise<unknown>;
  /** Takes: name = of what is waited for; all where left out. */
  reject(fault: unknown, name?: string): unknown;
  reset(fault: unknown): void;
}

type CcxtClass = new (config: object) => CcxtExchange;

const loaded = new Map<string, Promise<CcxtClass>>();

/**
 * Loads one exchange of ccxt when it is first used; all of ccxt would take three times as long and twice the memory.
 * Takes: ccxt's id of an exchange; streams = the adapter that watches over sockets as well.
 * Throws: INPUT_INVALID on an id that ccxt does not have.
 */
export function loadExchangeClass(id: string, streams = false): Promise<CcxtClass> {
  const file = streams ? `pro/${id}` : id;
  let loading = loaded.get(file);
  if (loading === undefined) {
    loading = importClass(id, file);
    loaded.set(file, loading);
    loading.catch(() => loaded.delete(file));
  }
  return loading;
}

async function importClass(id: string, file: string): Promise<CcxtClass> {
  const unknown = (cause?: unknown): AppError =>
    new AppError('INPUT_INVALID', {
      detail: `There is no exchange "${id}" in ccxt${file === id ? '' : ', or it has no streams'}.`,
      cause,
    });
  if (!/^[a-z0-9]{2,40}$/.test(id)) throw unknown();
  // ccxt's `exports` shows only ".", so the file of one exchange is found beside its entry.
  const entry = import.meta.resolve('ccxt');
  const module: unknown = await import(new URL(`./src/${file}.js`, entry).href).catch((fault: unknown) => {
    throw unknown(fault);
  });
  return parseClass(module);
}

function parseClass(module: unknown): CcxtClass {
  if (typeof module === 'object' && module !== null && 'default' in module && typeof module.default === 'function') {
    return module.default as CcxtClass;
  }
  throw new AppError('INTERNAL', { detail: 'ccxt has changed its shape.', sent: 'no' });
}

/** The names of a fault's classes, nearest first, e.g. InvalidNonce, ExchangeError, BaseError; empty for what is not ccxt's. */
export function ccxtClassesOf(fault: unknown): string[] {
  const names: string[] = [];
  if (!(fault instanceof Error)) return names;
  for (let proto: unknown = Object.getPrototypeOf(fault); isPrototype(proto); proto = Object.getPrototypeOf(proto)) {
    if (proto === Error.prototype) break;
    names.push(proto.constructor.name);
  }
  return names.includes('BaseError') ? names : [];
}

const isPrototype = (value: unknown): value is { readonly constructor: { readonly name: string } } =>
  typeof value === 'object' && value !== null && typeof value.constructor === 'function';
