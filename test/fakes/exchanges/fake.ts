/** A loopback HTTP server that plays an exchange: it checks every private request's signature by the exchange's document. */
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface FakeRequest {
  readonly method: string;
  /** With the leading slash, without the query. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FakeAnswer {
  readonly status?: number;
  /** Sent as JSON; a string as a web page. */
  readonly body: unknown;
}

/** One exchange: its key, its own words for a wrong signature, its public lists and a small account. */
export interface FakeExchange {
  /** ccxt's id. */
  readonly id: string;
  /** By the names of key.json: apiKey, secret, password, uid. */
  readonly credentials: Readonly<Record<string, string>>;
  /** A secret of the right form that isn't the key's; left out where any other text will do. */
  readonly wrongSecret?: string;
  /** A market of the fake that trades in its unified name, e.g. "BTC/USDT". */
  readonly symbol: string;
  /** Answers public and private requests; a private one with a wrong signature gets the exchange's own refusal. */
  answer(request: FakeRequest): FakeAnswer;
}

export interface RunningFake extends AsyncDisposable {
  readonly url: string;
  /** Every private or public request so far, oldest first. */
  readonly seen: readonly FakeRequest[];
}

export async function startFake(exchange: FakeExchange): Promise<RunningFake> {
  const seen: FakeRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
      const { method = 'GET', headers } = incoming;
      const request = { method, path, query, headers, body: Buffer.concat(chunks).toString() };
      seen.push(request);
      const { status = 200, body } = exchange.answer(request);
      const isPage = typeof body === 'string';
      const type = isPage ? 'text/html' : 'application/json';
      // Node's own header knows nothing of a test that moves Date.now.
      const date = new Date(Date.now()).toUTCString();
      response.writeHead(status, { 'content-type': type, date }).end(isPage ? body : JSON.stringify(body));
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
