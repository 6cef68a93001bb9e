/** Who is let in to ask, whichever route it is. */
import type { IncomingMessage } from 'node:http';
import type { Bot, Door } from '../../../shared/model.ts';
import type { BotService } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
import type { Connections } from './connections.ts';
import type { WrongTokens } from './identify.ts';
import type { InFlight, Lease } from './in-flight.ts';

/** What the routes of one listener lean on. */
export interface RouteNeeds {
  readonly service: BotService;
  readonly clock: Clock;
  readonly version: string;
  readonly door: Door;
  readonly drainMs: number;
  readonly connections: Connections;
  readonly inFlight: InFlight;
  readonly wrongTokens: WrongTokens;
  /** Told of what the bot is told nothing about. */
  readonly report: (fault: unknown) => void;
}

export interface Admission {
  readonly bot: Bot;
  readonly lease: Lease;
}

/** Takes a place among the requests of the bot with this token. Throws: TOKEN_UNKNOWN, TOKEN_EXPIRED, VAULT_SEALED, CALLS_LIMIT_EXCEEDED. */
export function enter(
  { service, door, inFlight, connections }: RouteNeeds,
  request: IncomingMessage,
  tokenHash: string,
): Admission {
  const bot = service.identify(tokenHash, door);
  const lease = inFlight.enter(bot.id);
  connections.trust(request);
  connections.whenEnded(request, () => lease.drop());
  return { bot, lease };
}
