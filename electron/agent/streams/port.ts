import type { AppError } from '../../../shared/errors.ts';
import type { Bot } from '../../../shared/model.ts';

/** By what a bot tells its watched things apart. */
export type ThingId = number | string;

/** One connection of a bot, as the agent sees it. */
export interface StreamClient {
  /** May more be handed over now? Where not, `drained` is called once it may. */
  isReady(): boolean;
  /** Takes: event = JSON text. */
  event(id: ThingId, event: string): void;
  /** What went wrong with a thing; all but STREAM_GAP end it. */
  error(id: ThingId, error: AppError): void;
  /** The bot may watch no longer: the connection ends at once with this error as its last message. */
  end(error: AppError): void;
}

/** What a bot watches over one connection. */
export interface StreamLink {
  /** Begins to watch; what comes of it is told to the client, faults included. */
  watch(id: ThingId, method: string, args: readonly unknown[]): void;
  /** Throws: BODY_INVALID where nothing is watched under this id. */
  stop(id: ThingId): void;
  drained(): void;
  close(): void;
}

/** Watching what goes on. Source: design/bot-api.md. */
export interface StreamService {
  /**
   * Lets a bot watch with a key. Gives: what begins the connection, to be called at once.
   * Throws: BOT_PAUSED, KEY_UNKNOWN, PERMISSION_DENIED.
   */
  admit(bot: Bot, key: string): (client: StreamClient) => StreamLink;
  /** Ends every connection before it returns. */
  cut(error: AppError): void;
}
