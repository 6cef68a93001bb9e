import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerControl, type Controlled, type Fault, Faults } from './control.ts';
import { type Exchange, openExchange } from './exchange.ts';
import type { PrivateRequest } from './gate.ts';
import { listen, readBytes, shut, toPrivate, write } from './http.ts';
import { type PracticeKey, practiceKeys } from './keys.ts';
import { type Params, readBody, readForm } from './params.ts';
import { type Answer, answerPrivate } from './private.ts';
import { answerPublic } from './public.ts';
import { Refusal } from './refusal.ts';
import { type Sockets, serveSockets } from './socket/server.ts';

export interface PracticeOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly seed?: string;
  /** Further keys of tier `unlimited`, for load tests: practice-extra-1 and on. */
  readonly extraKeys?: number;
}

export interface Practice {
  readonly url: string;
  /** The address of the control calls, with its secret: POST `${admin}/practice/clock` and its like. */
  readonly admin: string;
  readonly keys: readonly PracticeKey[];
  close(): Promise<void>;
}

/** All that a request needs, in one place. */
interface Desk extends Controlled {
  readonly url: string;
  readonly secret: string;
  readonly faults: Faults;
  exchange: Exchange;
  nowMs(): number;
}

const lateMs = 3000;
const keepAliveMs = 60_000;
const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/**
 * Starts a Kraken-compatible practice exchange on 127.0.0.1.
 * Gives: its address, its keys ready for `key add`, and the address of its control. The same seed and the same times
 * give the same keys, prices and fills.
 */
export async function startPractice(options: PracticeOptions): Promise<Practice> {
  const server = createServer({ keepAliveTimeout: keepAliveMs });
  const url = await listen(server, options.port);
  const keys = practiceKeys(options.seed ?? 'practice', url, options.extraKeys ?? 0);
  const desk = openDesk(options, url, keys, () => sockets);
  const sockets = serveSockets(server, () => desk.exchange, desk.nowMs);
  server.on('request', (request, response) => {
    receive(desk, request, response).catch(() => write(response, 200, { error: ['EGeneral:Internal error'] }));
  });
  return { url, admin: `${url}/${desk.secret}`, keys, close: () => shut(server, sockets) };
}

function openDesk(options: PracticeOptions, url: string, keys: readonly PracticeKey[], sockets: () => Sockets): Desk {
  const seed = options.seed ?? 'practice';
  const faults = new Faults();
  let offsetMs = 0;
  const desk: Desk = {
    url,
    secret: randomBytes(18).toString('base64url'),
    faults,
    exchange: openExchange(seed, keys, options.now()),
    nowMs: () => options.now() + offsetMs,
    setOffset: (given) => {
      offsetMs = given;
      sockets().tick();
    },
    setFaults: (next, count) => faults.set(next, count),
    setReuse: (reuse) => {
      desk.exchange.gate.reuse = reuse;
    },
    reset: () => {
      offsetMs = 0;
      faults.set('late', 0);
      sockets().end();
      desk.exchange = openExchange(seed, keys, options.now());
    },
  };
  return desk;
}

async function receive(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBytes(request);
  if (body === undefined) {
    request.destroy();
    return;
  }
  response.sendDate = false;
  response.setHeader('date', new Date(desk.nowMs()).toUTCString());
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const [, first = '', second = '', ...rest] = path.split('/');
  const name = rest.join('/');
  if (first === '0' && second === 'private' && request.method === 'POST') {
    answerTrader(desk, name, toPrivate(request, path, body), response);
  } else if (first === '0') {
    write(response, 200, second === 'public' ? readPublic(desk, name, query, request, body) : unknownMethod);
  } else if (second === 'practice' && isSecret(first, desk.secret) && request.method === 'POST') {
    const answer = answerControl(name, body.toString(), desk);
    write(response, answer.status, answer.body);
  } else if (path === landing) {
    write(response, 200, { error: [], result: { landed: true } });
  } else {
    write(response, 404, { error: 'There is nothing here.' });
  }
}

const unknownMethod: Answer = { error: ['EGeneral:Unknown method'] };

/** Where the fault `redirect` points to. A client that follows it gets an answer, and so gives itself away. */
const landing = '/practice/landing';

function readPublic(desk: Desk, name: string, query: string, request: IncomingMessage, body: Buffer): Answer {
  try {
    const sent = readBody(body.toString(), request.headers['content-type']);
    const params: Params = new Map([...readForm(query), ...sent]);
    return answerPublic(desk.exchange, name, params, desk.nowMs());
  } catch (error) {
    if (error instanceof Refusal) return { error: [error.words] };
    throw error;
  }
}

function answerTrader(desk: Desk, name: string, request: PrivateRequest, response: ServerResponse): void {
  const fault = desk.faults.take();
  if (fault !== undefined && isBefore(fault)) {
    failBefore(desk, fault, response);
    return;
  }
  const run = (): Answer => answerPrivate(desk.exchange, name, request, desk.nowMs());
  const first = run();
  if (fault === 'drop-after') response.destroy();
  else if (fault === 'late') setTimeout(() => write(response, 200, first), lateMs).unref();
  else write(response, 200, fault === 'twice' ? run() : first);
}

type FaultBefore = Extract<Fault, 'drop-before' | 'html' | 'redirect' | 'stall'>;

const isBefore = (fault: Fault): fault is FaultBefore =>
  fault === 'drop-before' || fault === 'html' || fault === 'redirect' || fault === 'stall';

function failBefore(desk: Desk, fault: FaultBefore, response: ServerResponse): void {
  if (fault === 'drop-before') response.destroy();
  if (fault === 'html') response.writeHead(502, { 'content-type': 'text/html' }).end(badGateway);
  if (fault === 'redirect') response.writeHead(302, { location: `${desk.url}${landing}` }).end();
}

const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');

const isSecret = (given: string, secret: string): boolean => timingSafeEqual(digestOf(given), digestOf(secret));
