/** Speaks to a bots' door: whole requests over either door, and bare bytes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { type BotsDoor, type BotsDoorOptions, openBotsDoor } from '../../../../electron/doors/bots/server.ts';
import { type FakeBots, fakeBots, socketToken } from '../../../fakes/bot-service.ts';

export interface Opened {
  readonly door: BotsDoor;
  readonly bots: FakeBots;
  readonly faults: unknown[];
  /** The port on TCP, 0 where it is off. */
  readonly port: number;
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface Said {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
}

/** A directory that goes with the test. */
export function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'kb-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A door that closes with the test. */
export async function open(more: Partial<BotsDoorOptions> = {}): Promise<Opened> {
  const bots = fakeBots();
  const faults: unknown[] = [];
  const socketPath = join(freshDir(), 'agent.sock');
  const door = await openBotsDoor({
    service: bots,
    clock: systemClock,
    version: '0.1.0',
    socketPath,
    httpPort: 0,
    report: (fault) => faults.push(fault),
    limits: { closeMs: 200 },
    ...more,
  });
  onTestFinished(() => door.close());
  return { door, bots, faults, port: door.http === null ? 0 : Number(new URL(door.http).port) };
}

/** One request over the socket, or over TCP where a port is given. */
export function ask(
  place: { readonly socketPath: string } | { readonly port: number },
  { method = 'GET', path = '/v1/health', headers = {}, body }: Said = {},
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...place, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: text === '' ? undefined : JSON.parse(text),
        });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** A call by the bot of the socket, as its SDK would make it. */
export const call = (
  { door }: Opened,
  body: unknown,
  headers: Record<string, string | string[]> = {},
  key = 'kraken-main',
): Promise<Heard> =>
  ask(
    { socketPath: door.socket },
    {
      method: 'POST',
      path: `/v1/keys/${key}/call`,
      headers: { ...bearer(socketToken), 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    },
  );

export const codeIn = (heard: Heard): unknown =>
  heard.headers['content-type'] === 'application/problem+json' && typeof heard.json === 'object' && heard.json !== null
    ? Reflect.get(heard.json, 'code')
    : undefined;

export interface Line {
  readonly socket: Socket;
  /** All that came until the other side ended. */
  readonly ended: Promise<string>;
}

/** A bare connection; what is written is written as it stands. */
export async function line(place: string | number, bytes = ''): Promise<Line> {
  const socket = typeof place === 'string' ? connect(place) : connect(place, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // A reset is an end like another; what came before it is what counts.
  socket.on('error', () => socket.destroy());
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(Buffer.concat(chunks).toString())));
  await new Promise((resolve) => socket.once('connect', resolve));
  if (bytes !== '') socket.write(bytes);
  return { socket, ended };
}

/** Says bytes on a connection of its own and gives all that comes back. */
export const say = async (place: string | number, bytes: string): Promise<string> => (await line(place, bytes)).ended;
