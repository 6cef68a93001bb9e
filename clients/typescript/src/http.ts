/** HTTP/1.1 over the agent's socket, with kept connections and a limit on everything. */
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { Trouble } from './errors.ts';
import type { Place } from './place.ts';

export interface Reply {
  readonly status: number;
  readonly value: unknown;
}

export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the whole answer must be there. */
  readonly limitMs: number;
}

/** No answer. `isSent`: may the agent have got the request? */
export class Lost extends Error {
  readonly isSent: boolean;
  readonly isLate: boolean;

  constructor(message: string, isSent: boolean, { isLate = false, cause = undefined as unknown } = {}) {
    super(message, { cause });
    this.isSent = isSent;
    this.isLate = isLate;
  }
}

/** Past what the agent takes of an exchange's market list. */
const maxReplyBytes = 64 * 1024 * 1024;
/** Below the requests in flight that the agent allows a bot. */
const maxConnections = 128;

export class Http {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: maxConnections });
  readonly #place: () => Place;

  constructor(place: () => Place) {
    this.#place = place;
  }

  /** Throws: Lost; Trouble where the place can't be trusted, or the answer isn't an agent's. */
  send({ method, path, headers = {}, body, limitMs }: Ask): Promise<Reply> {
    const own =
      body === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const options = { ...addressOf(this.#place()), agent: this.#agent, method, path, headers: { ...headers, ...own } };
    return new Promise((resolve, reject) => {
      let isSent = false;
      const sent = request(options, (response) => {
        readAll(response)
          .then((text) => resolve({ status: response.statusCode ?? 0, value: parse(text) }))
          .catch(fail);
      });
      const timer = setTimeout(() => {
        fail(new Lost('The agent did not answer in time.', isSent, { isLate: true }));
        sent.destroy();
      }, limitMs);
      function fail(fault: unknown): void {
        clearTimeout(timer);
        if (fault instanceof Lost || fault instanceof Trouble) reject(fault);
        else reject(new Lost(fault instanceof Error ? fault.message : String(fault), isSent, { cause: fault }));
      }
      sent.on('socket', (socket) => {
        if (!socket.connecting) isSent = true;
        else socket.once('connect', () => (isSent = true));
      });
      sent.on('error', fail);
      sent.on('close', () => clearTimeout(timer));
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export function addressOf(place: Place): Pick<RequestOptions, 'socketPath' | 'host' | 'port'> {
  return place.kind === 'socket'
    ? { socketPath: place.path, host: 'keybearer' }
    : { host: place.host, port: place.port };
}

function readAll(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > maxReplyBytes) response.destroy(new Error('The answer is larger than 64 MiB.'));
      else parts.push(part);
    });
    response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    response.on('error', reject);
    // Node gives no error where the connection ends in the middle of a body.
    response.on('close', () =>
      response.complete ? undefined : reject(new Error('The connection broke in the middle of the answer.')),
    );
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
