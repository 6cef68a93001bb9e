import { STATUS_CODES } from 'node:http';
import zlib from 'node:zlib';
import * as undici from 'undici';
import type { CcxtExchange } from './ccxt.ts';

/** The largest answer of an exchange that is read, in bytes; market lists are longer than anything else. */
const maxAnswerBytes = 8 * 1024 * 1024;
const maxMarketListBytes = 32 * 1024 * 1024;

export type Dispatcher = undici.Dispatcher;

/** Kept connections to one exchange: one request in flight on each, no proxies from the environment. */
export const openDispatcher = (size: 'answers' | 'market-lists'): Dispatcher =>
  new undici.Agent({
    keepAliveTimeout: 60_000,
    keepAliveMaxTimeout: 600_000,
    connections: 256,
    pipelining: 1,
    allowH2: false,
    autoSelectFamily: true,
    maxResponseSize: size === 'answers' ? maxAnswerBytes : maxMarketListBytes,
  });

/**
 * Sets undici on an exchange object. ccxt hides its own import of it from bundlers and then falls back to the global
 * fetch in silence; set here, it is used for certain, and never follows a redirect.
 */
export function setTransport(exchange: CcxtExchange, dispatcher: Dispatcher): void {
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
}
