/** Clients of ccxt against a practice exchange, or against a server that answers as a test wants. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ExchangeClient } from '../../../electron/exchange/client.ts';
import type { Gate, PrivateRequest } from '../../../electron/exchange/private-request.ts';
import { newTransmission } from '../../../electron/exchange/transmission.ts';
import { openDispatcher } from '../../../electron/exchange/transport.ts';
import { Venue } from '../../../electron/exchange/venue.ts';
import { codeAt, readBase32, stepOf } from '../../../electron/practice/code.ts';
import type { PracticeKey } from '../../../electron/practice/keys.ts';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Paths, in the order asked. */
  readonly asked: string[];
}

export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (response: ServerResponse, value: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

export function venueAt(endpoint: string, monotonic: () => number = () => performance.now()): Venue {
  return new Venue({ exchange: 'kraken', endpoint, now: Date.now, monotonic, onClockSample: () => {} });
}

export const connect = (venue: Venue, key: Pick<PracticeKey, 'apiKey' | 'secret'>): Promise<ExchangeClient> =>
  venue.connect({ apiKey: key.apiKey, secret: key.secret }, false, rising());

export const openClient = (exchange: string, endpoint: string | null): Promise<ExchangeClient> =>
  ExchangeClient.open({
    exchange,
    endpoint,
    credentials: { apiKey: 'a', secret: 'YWFh', password: 'p', uid: 'u' },
    dispatcher: openDispatcher('answers'),
    throttled: false,
    now: Date.now,
    monotonic: () => performance.now(),
    nonce: rising(),
    onClockSample: () => {},
  });

function rising(): (own: number) => number {
  let last = 0;
  return (own) => {
    last = Math.max(last + 1, own);
    return last;
  };
}

/** A gate that lets all through with the key's code, and notes what passed. */
export function openGate(key?: PracticeKey): { readonly gate: Gate; readonly passed: PrivateRequest[] } {
  const passed: PrivateRequest[] = [];
  const gate: Gate = (request, transmit) => {
    passed.push(request);
    const second = key?.twoFactor;
    const code = second?.kind === 'totp' ? { otp: codeAt(readBase32(second.secret), stepOf(Date.now())) } : {};
    return transmit({ ...request.params, ...code }, newTransmission());
  };
  return { gate, passed };
}
