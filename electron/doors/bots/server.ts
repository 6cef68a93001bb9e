import type { Door } from '../../../shared/model.ts';
import type { BotService } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { type GroupSocket, openToGroup } from '../../base/group-dir.ts';
import { listenOnLoopback, listenOnSocket } from '../../base/listen.ts';
import { WrongTokens } from './identify.ts';
import { InFlight } from './in-flight.ts';
import { type DoorLimits, defaultLimits } from './limits.ts';
import { buildListener, type Listener } from './listener.ts';

export interface BotsDoorOptions {
  readonly service: BotService;
  readonly clock: Clock;
  readonly version: string;
  /** A path in a directory of ours with mode 0700, or the name of a pipe. */
  readonly socketPath: string;
  /** The port on 127.0.0.1; 0 takes any, undefined none. */
  readonly httpPort: number | undefined;
  /** A second socket, for bots of a group; undefined where there is none. */
  readonly group?: GroupSocket | undefined;
  /** Told of faults whose cause the bot is not told. */
  readonly report: (fault: unknown) => void;
  readonly limits?: Partial<DoorLimits>;
}

export interface BotsDoor {
  readonly socket: string;
  /** `http://127.0.0.1:PORT`, or null where it is off. */
  readonly http: string | null;
  /** The socket of the group, or null where there is none. */
  readonly group: string | null;
  /** Removes the socket, ends what idles at once, and answers what is in flight, for 20 s at most. */
  close(): Promise<void>;
}

/**
 * Opens the bots' door: HTTP/1.1 with JSON on a socket and, where asked for, on 127.0.0.1.
 * Throws: AGENT_RUNNING, INPUT_INVALID (something foreign at the path, a port that is taken). Source: design/bot-api.md.
 */
export async function openBotsDoor(options: BotsDoorOptions): Promise<BotsDoor> {
  const limits = { ...defaultLimits, ...options.limits };
  const inFlight = new InFlight(limits.inFlightPerBot);
  const wrongTokens = new WrongTokens(options.clock, limits.wrongTokenMs);
  const build: Build = (door, hosts) => buildListener({ ...options, door, hosts, limits, inFlight, wrongTokens });

  // All at once: each may take its time to answer what is in flight.
  const closers: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    const onSocket = await build('socket', () => undefined);
    const isOurs = await listenOnSocket(onSocket.server, options.socketPath);
    closers.push(() => onSocket.close(isOurs()));
    if (options.group !== undefined) closers.push(await openGroup(build, options.group));
    const http = options.httpPort === undefined ? null : await openHttp(build, options.httpPort, closers);
    return { socket: options.socketPath, http, group: options.group?.path ?? null, close };
  } catch (fault) {
    await close();
    throw fault;
  }
}

type Build = (door: Door, hosts: () => readonly string[] | undefined) => Promise<Listener>;

async function openGroup(build: Build, group: GroupSocket): Promise<() => Promise<void>> {
  const listener = await build('group', () => undefined);
  const isOurs = await listenOnSocket(listener.server, group.path);
  const close = () => listener.close(isOurs());
  try {
    openToGroup(group);
    return close;
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function openHttp(build: Build, httpPort: number, closers: (() => Promise<void>)[]): Promise<string> {
  let hosts: readonly string[] = [];
  const listener = await build('http', () => hosts);
  const port = await listenOnLoopback(listener.server, httpPort);
  closers.push(() => listener.close(true));
  hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return `http://127.0.0.1:${port}`;
}
