/** A loopback HTTP server in an exchange's place: it verifies, notes what came, and misbehaves as it is told. */
import { createServer, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Verdict, Verifier, WireRequest } from './wire.ts';

/**
 * How the next valid requests are answered. `echo`: with all that came, the API key too, in body and headers.
 * `chunked`: in pieces without a length. `large`: with so many bytes of JSON, by default 50 MB.
 */
export type Behaviour =
  | { readonly how: 'json' | 'gzip' | 'chunked'; readonly body: unknown; readonly status?: number }
  | { readonly how: 'redirect'; readonly to: string }
  | { readonly how: 'echo' }
  | { readonly how: 'large'; readonly bytes?: number };

export interface Seen {
  readonly request: WireRequest;
  readonly verdict: Verdict;
}

export interface SignedServer extends AsyncDisposable {
  readonly url: string;
  /** What came since the last `take`, oldest first. */
  take(): Seen[];
  behave(behaviour: Behaviour): void;
}

const fiftyMegabytes = 50_000_000;

/** Takes: verifier, of private requests; isPublic = those that it is not asked about and that are answered all the same. */
export async function startSigned(
  verifier: Verifier,
  isPublic: (request: WireRequest) => boolean = () => false,
): Promise<SignedServer> {
  const seen: Seen[] = [];
  let behaviour: Behaviour = { how: 'json', body: {} };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '' } = incoming;
      const request = { method, target: url, headers: pairsOf(incoming.rawHeaders), body: Buffer.concat(chunks) };
      const verdict = isPublic(request) ? 'valid' : verifier.verify(request);
      seen.push({ request, verdict });
      if (verdict === 'valid') answer(response, behaviour, request);
      else sendJson(response, verifier.answer(verdict));
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    take: () => seen.splice(0),
    behave: (given) => {
      behaviour = given;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

const pairsOf = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : []));

const type = { 'content-type': 'application/json' };

function sendJson(response: ServerResponse, { status = 200, body }: { status?: number; body: unknown }): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...type, 'content-length': text.length }).end(text);
}

function answer(response: ServerResponse, behaviour: Behaviour, request: WireRequest): void {
  switch (behaviour.how) {
    case 'json':
      sendJson(response, behaviour);
      return;
    case 'gzip':
      response
        .writeHead(behaviour.status ?? 200, { ...type, 'content-encoding': 'gzip' })
        .end(gzipSync(JSON.stringify(behaviour.body)));
      return;
    case 'chunked':
      response.writeHead(behaviour.status ?? 200, { ...type, 'transfer-encoding': 'chunked' });
      for (const piece of JSON.stringify(behaviour.body).match(/.{1,7}/gs) ?? []) response.write(piece);
      response.end();
      return;
    case 'redirect':
      response.writeHead(307, { location: behaviour.to }).end();
      return;
    case 'echo':
      echo(response, request);
      return;
    case 'large':
      response.writeHead(200, type).end(JSON.stringify({ result: 'x'.repeat(behaviour.bytes ?? fiftyMegabytes) }));
  }
}

function echo(response: ServerResponse, { method, target, headers, body }: WireRequest): void {
  for (const [name, value] of headers) response.setHeader(`x-echo-${name}`, value);
  sendJson(response, {
    body: { result: { method, target, headers: Object.fromEntries(headers), body: String(body) } },
  });
}
