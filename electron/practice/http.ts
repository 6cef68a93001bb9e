import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { PrivateRequest } from './gate.ts';

const host = '127.0.0.1';
const maxBodyBytes = 128 * 1024;
const json = 'application/json; charset=utf-8';

/** Serves on the loopback address only. Gives: the address. Throws: what Node says where the port is taken. */
export async function listen(server: Server, port: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise;
  server.off('error', reject);
  const address = server.address();
  return `http://${host}:${typeof address === 'object' && address !== null ? address.port : port}`;
}

/** Ends every connection at once. */
export async function shut(server: Server, sockets: { end(): void }): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  sockets.end();
  server.closeAllConnections();
  await promise;
}

export function toPrivate(request: IncomingMessage, path: string, body: Buffer): PrivateRequest {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const contentType = header('content-type');
  return { path, apiKey: header('api-key'), apiSign: header('api-sign'), contentType, body };
}

/** Answers with JSON, unless the client went away. */
export function write(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': json, 'content-length': bytes.length }).end(bytes);
}

/** The whole body. Gives: undefined where the body is too long or the client went away. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBodyBytes) resolve(undefined);
  });
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  request.on('error', () => resolve(undefined));
  return await promise;
}
