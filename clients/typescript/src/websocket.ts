/** A WebSocket to the agent: Node 20 has none that goes over a Unix socket. Source: RFC 6455. */
import { createHash, randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { readProblem, Trouble } from './errors.ts';
import { BadFrame, FrameReader, type Message, opcodes, writeClose, writeFrame } from './frames.ts';
import { addressOf, Lost } from './http.ts';
import type { Place } from './place.ts';

export interface WebSocketEvents {
  readonly text: (text: string) => void;
  /** Called once; nothing comes after it. */
  readonly end: (why: string, code: number) => void;
}

export interface Dial {
  readonly place: Place;
  readonly path: string;
  readonly token: string;
  readonly limitMs: number;
  /** How often the other side is asked whether it is there; what has not answered by the next time is gone. */
  readonly pingMs: number;
}

/** As large an event as the agent takes an exchange's answer. */
const maxMessageBytes = 8 * 1024 * 1024;
/** Source: RFC 6455 section 1.3. */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const maxProblemBytes = 65_536;
const closeWaitMs = 1000;

/** Throws: Trouble with the agent's refusal; Lost where there is no answer. */
export function dial({ place, path, token, limitMs, pingMs }: Dial, events: WebSocketEvents): Promise<WebSocket> {
  const key = randomBytes(16).toString('base64');
  const headers = {
    Authorization: `Bearer ${token}`,
    ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key },
  };
  return new Promise((resolve, reject) => {
    const sent = request({ ...addressOf(place), path, headers, agent: false });
    const timer = setTimeout(() => sent.destroy(new Error('The agent did not answer in time.')), limitMs);
    const settle = <T>(done: (value: T) => void, value: T): void => {
      clearTimeout(timer);
      done(value);
    };
    sent.on('error', (fault) => settle(reject, new Lost(fault.message, false, { cause: fault })));
    sent.on('response', (response) => void readRefusal(response).then((trouble) => settle(reject, trouble)));
    sent.on('upgrade', (response, socket, first) => {
      const expected = createHash('sha1')
        .update(key + guid)
        .digest('base64');
      if (response.headers['sec-websocket-accept'] === expected)
        return settle(resolve, new WebSocket(socket, first, pingMs, events));
      socket.destroy();
      const detail = 'What answers there is no WebSocket server: its accept key is wrong.';
      settle(reject, new Trouble({ code: 'ROUTE_UNKNOWN', sent: 'no', detail }));
    });
    sent.end();
  });
}

async function readRefusal(response: IncomingMessage): Promise<Error> {
  let text = '';
  try {
    for await (const part of response.setEncoding('utf8')) if (text.length < maxProblemBytes) text += String(part);
    const problem = readProblem(JSON.parse(text));
    if (problem !== undefined) return new Trouble(problem);
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) return new Lost(String(fault), false, { cause: fault });
  }
  const detail = `What answers there (status ${response.statusCode}) is no agent whose streams this SDK knows.`;
  return new Trouble({ code: 'ROUTE_UNKNOWN', sent: 'no', detail });
}

export class WebSocket {
  readonly #socket: Duplex;
  readonly #events: WebSocketEvents;
  readonly #reader = new FrameReader(maxMessageBytes);
  readonly #pinging: NodeJS.Timeout;
  #isAlive = true;
  #isEnded = false;
  #isClosing = false;

  constructor(socket: Duplex, first: Buffer, pingMs: number, events: WebSocketEvents) {
    this.#socket = socket;
    this.#events = events;
    this.#pinging = setInterval(() => this.#ping(), pingMs);
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    socket.on('error', (fault: Error) => this.#end(fault.message, abnormal));
    socket.on('close', () => this.#end('The connection broke.', abnormal));
    // What comes with the answer is handled once the caller has this object.
    if (first.length > 0) setImmediate(() => this.#read(first));
  }

  send(text: string): void {
    if (!this.#isEnded) this.#socket.write(writeFrame(opcodes.text, Buffer.from(text)));
  }

  /** Says goodbye, and hangs up a little later whatever the other side does. */
  close(code = 1000): void {
    if (this.#isEnded || this.#isClosing) return;
    this.#isClosing = true;
    this.#socket.write(writeClose(code));
    setTimeout(() => this.#socket.destroy(), closeWaitMs).unref();
  }

  #read(bytes: Buffer): void {
    if (this.#isEnded) return;
    try {
      for (const message of this.#reader.push(bytes)) this.#take(message);
    } catch (fault) {
      const code = fault instanceof BadFrame ? fault.code : 1011;
      this.close(code);
      this.#end(fault instanceof Error ? fault.message : String(fault), code);
      this.#socket.destroy();
    }
  }

  #take(message: Message): void {
    this.#isAlive = true;
    if (message.kind === 'text' && !this.#isEnded) this.#events.text(message.text);
    else if (message.kind === 'ping') this.#socket.write(writeFrame(opcodes.pong, message.data));
    else if (message.kind === 'close') {
      this.close(message.code === 1005 ? 1000 : message.code);
      this.#end(message.reason || `The agent closed the connection (${message.code}).`, message.code);
      this.#socket.end();
    }
  }

  #ping(): void {
    if (this.#isAlive) {
      this.#isAlive = false;
      this.#socket.write(writeFrame(opcodes.ping, Buffer.alloc(0)));
      return;
    }
    this.#end('The agent does not answer any more.', abnormal);
    this.#socket.destroy();
  }

  #end(why: string, code: number): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearInterval(this.#pinging);
    this.#events.end(why, code);
  }
}

/** The connection ended without a close frame. Source: RFC 6455 section 7.4.1. */
const abnormal = 1006;
