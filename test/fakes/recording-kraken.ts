/** A Kraken that only listens: it checks each private request's signature, notes what came and answers with what it is told. */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Recorded {
  /** `private` or `public`. */
  readonly group: string;
  /** E.g. `AddOrder` or `Earn/Allocate`. */
  readonly method: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body's fields in the order in which they came, nested ones of JSON as they are. */
  readonly fields: readonly (readonly [string, unknown])[];
  readonly isSigned: boolean;
}

export interface Recorder extends AsyncDisposable {
  readonly url: string;
  /** Private requests since the last `take`, oldest first. */
  take(): Recorded[];
  /** Public requests since the last `takePublic`. */
  takePublic(): Recorded[];
  /** The result of the next private requests; Kraken's envelope is put around it. */
  answer(result: (request: Recorded) => unknown): void;
}

/** Takes: source, the address of an exchange that answers what is public; secret, base64, what requests are signed with. */
export async function recordKraken(source: string, secret: string): Promise<Recorder> {
  let taken: Recorded[] = [];
  let takenPublic: Recorded[] = [];
  let result: (request: Recorded) => unknown = () => ({});
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const url = incoming.url ?? '/';
      const request = read(url, incoming.headers, Buffer.concat(chunks), secret);
      (request.group === 'private' ? taken : takenPublic).push(request);
      const answer =
        request.group === 'private'
          ? JSON.stringify({ error: [], result: result(request) })
          : await (await fetch(`${source}${url}`)).text();
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    take: () => taken.splice(0),
    takePublic: () => takenPublic.splice(0),
    answer: (given) => {
      result = given;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
      taken = [];
      takenPublic = [];
    },
  };
}

function read(url: string, headers: IncomingHttpHeaders, bytes: Buffer, secret: string): Recorded {
  const [path = '', query = ''] = url.split('?', 2);
  const [, , group = '', ...rest] = path.split('/');
  const body = bytes.toString();
  const fields = fieldsOf(body, headers['content-type']);
  const nonce = String(fields.find(([name]) => name === 'nonce')?.[1] ?? '');
  // Source: docs.kraken.com/api/docs/guides/spot-rest-auth
  const digest = createHash('sha256').update(nonce).update(bytes).digest();
  const wanted = createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
  return { group, method: rest.join('/'), query, headers, body, fields, isSigned: headers['api-sign'] === wanted };
}

function fieldsOf(body: string, contentType: string | undefined): readonly (readonly [string, unknown])[] {
  if (contentType?.includes('json') === true && body !== '') return Object.entries(JSON.parse(body));
  return [...new URLSearchParams(body)];
}
