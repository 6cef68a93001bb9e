import type { Door } from '../../../shared/model.ts';
import type { BotService } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
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
  /** Told of faults whose cause the bot is not told. */
  readonly report: (fault: unknown) => void;
  readonly limits?: Partial<DoorLimits>;
}

export interface BotsDoor {
  readonly socket: string;
  /** `http://127.0.0.1:PORT`, or null where it is off. */
  readonly http: string | null;
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
  const build = (door: Door, hosts: () => readonly string[] | undefined): Promise<Listener> =>
    buildListener({ ...options, door, hosts, limits, inFlight, wrongTokens });

  const onSocket = await build('socket', () => undefined);
  const isOurs = await listenOnSocket(onSocket.server, options.socketPath);
  const closeSocket = () => onSocket.close(isOurs());
  if (options.httpPort === undefined) return { socket: options.socketPath, http: null, close: closeSocket };

  let hosts: readonly string[] = [];
  const onHttp = await build('http', () => hosts);
  try {
    const port = await listenOnLoopback(onHttp.server, options.httpPort);
    hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
    const close = async () => void (await Promise.all([closeSocket(), onHttp.close(true)]));
    return { socket: options.socketPath, http: `http://127.0.0.1:${port}`, close };
  } catch (fault) {
    await closeSocket();
    throw fault;
  }
}
