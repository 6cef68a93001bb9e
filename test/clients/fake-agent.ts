/** What only looks like an agent: it answers as a test has it, on a socket that the SDK trusts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';

export interface FakeAgent extends AsyncDisposable {
  readonly socket: string;
  /** Bodies of the calls that came, and their Idempotency-Keys. */
  readonly calls: { readonly body: string; readonly name: string | undefined }[];
  /** Ends every connection at once. */
  cut(): void;
}

export interface Behaviour {
  /** Answers a call; the other routes are answered as an agent would. */
  readonly call?: (response: ServerResponse, request: IncomingMessage, count: number) => void;
  readonly health?: (response: ServerResponse) => void;
  readonly stream?: (socket: WebSocket, count: number) => void;
  /** Answers the bytes of a WebSocket's handshake by itself. */
  readonly upgrade?: (socket: Socket, request: IncomingMessage) => void;
}

export const fakeToken = `kb_${'A'.repeat(43)}`;

export const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
};

export const problem = (response: ServerResponse, code: string, more: Record<string, unknown> = {}): void =>
  json(response, 503, { code, detail: code, sent: 'no', retryable: true, retryAfterMs: 5, ...more });

const facts = { exchange: 'kraken', name: 'Kraken', has: {}, methods: [], timeframes: {}, precisionMode: 4 };

export async function startFakeAgent(behaviour: Behaviour): Promise<FakeAgent> {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-fake-'));
  const socket = join(dir, 'agent.sock');
  const calls: FakeAgent['calls'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      if (request.url === '/v1/health')
        return (behaviour.health ?? ((answer) => json(answer, 200, { ok: true, vault: 'open', version: '0.1.0' })))(
          response,
        );
      if (request.url?.endsWith('/exchange') === true) return json(response, 200, facts);
      const name = request.headers['idempotency-key'];
      calls.push({ body, name: typeof name === 'string' ? name : undefined });
      behaviour.call?.(response, request, calls.length);
    });
  });
  const streams = new WebSocketServer({ noServer: true });
  let count = 0;
  server.on('upgrade', (request, raw: Socket, head) => {
    if (behaviour.upgrade !== undefined) return behaviour.upgrade(raw, request);
    streams.handleUpgrade(request, raw, head, (link) => {
      count += 1;
      behaviour.stream?.(link, count);
    });
  });
  server.on('connection', (one: Socket) => {
    sockets.add(one);
    one.on('close', () => sockets.delete(one));
  });
  await listen(server, socket);
  const cut = () => {
    for (const one of sockets) one.destroy();
  };
  return {
    ...{ socket, calls, cut },
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** 0600, as an agent's. */
async function listen(server: Server, path: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve) => server.listen(path, resolve));
  } finally {
    process.umask(before);
  }
}
