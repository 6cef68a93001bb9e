import { AppError, asAppError } from '../../../shared/errors.ts';
import type { Bot, Grant, Key } from '../../../shared/model.ts';
import type { StreamClient, StreamLink, ThingId } from './port.ts';
import { gapOf, Reader } from './reader.ts';
import { readThing, type Thing } from './thing.ts';

/** How much one connection may watch. Source: design/bot-api.md, STREAM_LIMIT. */
export const mostThings = 200;

/** By what a connection was let in. */
export interface Admitted {
  readonly bot: Bot;
  readonly key: Key;
  readonly grant: Grant;
}

export interface ConnectionDeps {
  /** Decides on a thing, records it and joins it. Gives: what leaves it. Throws: the refusal. */
  readonly join: (by: Admitted, thing: Thing, reader: Reader) => Promise<() => void>;
  readonly closed: (connection: Connection) => void;
}

interface Watched {
  readonly thing: Thing;
  readonly reader: Reader;
  /** Until it was joined there is nothing to leave. */
  leave: (() => void) | undefined;
}

/** All that one bot watches over one connection. */
export class Connection implements StreamLink {
  readonly by: Admitted;
  readonly #deps: ConnectionDeps;
  readonly #client: StreamClient;
  readonly #watched = new Map<ThingId, Watched>();
  /** Those for whom something waits, in the order of their turns. */
  readonly #waiting = new Set<Reader>();
  #isOver = false;

  constructor(by: Admitted, client: StreamClient, deps: ConnectionDeps) {
    this.by = by;
    this.#client = client;
    this.#deps = deps;
  }

  watch(id: ThingId, method: string, args: readonly unknown[]): void {
    if (this.#isOver) return;
    try {
      this.#checkRoom(id);
      const thing = readThing(method, args);
      if (thing.method.startsWith('unWatch')) this.#unwatch(id, thing);
      else void this.#join(id, thing);
    } catch (fault) {
      this.#client.error(id, asAppError(fault));
    }
  }

  stop(id: ThingId): void {
    if (!this.#watched.has(id)) throw new AppError('BODY_INVALID', { detail: 'Nothing is watched under this id.' });
    this.#forget(id);
  }

  drained(): void {
    while (!this.#isOver && this.#client.isReady()) {
      const [reader] = this.#waiting;
      if (reader === undefined) return;
      this.#waiting.delete(reader);
      this.#give(reader);
      if (!reader.isEmpty) this.#waiting.add(reader);
    }
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const { leave } of this.#watched.values()) leave?.();
    this.#watched.clear();
    this.#waiting.clear();
    this.#deps.closed(this);
  }

  /** The bot may watch no longer. */
  end(error: AppError): void {
    if (this.#isOver) return;
    this.close();
    this.#client.end(error);
  }

  #checkRoom(id: ThingId): void {
    if (this.#watched.has(id)) throw new AppError('BODY_INVALID', { detail: 'This id is in use on this connection.' });
    if (this.#watched.size >= mostThings)
      throw new AppError('STREAM_LIMIT', { detail: `One connection may watch ${mostThings} things.` });
  }

  async #join(id: ThingId, thing: Thing): Promise<void> {
    const { symbols } = this.by.grant;
    const ready = (one: Reader) => this.#ready(one);
    const failed = (one: Reader, error: AppError) => this.#fail(one, error);
    const reader = new Reader(id, symbols, ready, failed);
    const watched: Watched = { thing, reader, leave: undefined };
    this.#watched.set(id, watched);
    try {
      const leave = await this.#deps.join(this.by, thing, reader);
      // Stopped, or cut, while it was decided on.
      if (this.#watched.get(id) === watched) watched.leave = leave;
      else leave();
    } catch (fault) {
      this.#fail(reader, asAppError(fault));
    }
  }

  /** The bot's own of that name and with these symbols: what others watch is not its to end. */
  #unwatch(id: ThingId, { method, symbols, row, args }: Thing): void {
    const watching = `w${method.slice('unW'.length)}`;
    const own = [...this.#watched].filter(
      ([, { thing }]) => thing.method === watching && String(thing.symbols) === String(symbols),
    );
    if (own.length === 0)
      throw new AppError('BODY_INVALID', {
        detail: `Nothing like this is watched: ${row.args.slice(0, args.length)}.`,
      });
    for (const [other] of own) this.#forget(other);
    this.#client.event(id, 'true');
  }

  #forget(id: ThingId): void {
    const watched = this.#watched.get(id);
    this.#watched.delete(id);
    if (watched === undefined) return;
    this.#waiting.delete(watched.reader);
    watched.leave?.();
  }

  #fail(reader: Reader, error: AppError): void {
    if (this.#watched.get(reader.id)?.reader !== reader) return;
    // What came before is still told.
    while (!reader.isEmpty) this.#give(reader);
    this.#forget(reader.id);
    this.#client.error(reader.id, error);
  }

  #ready(reader: Reader): void {
    if (this.#watched.get(reader.id)?.reader !== reader) return;
    this.#waiting.add(reader);
    this.drained();
  }

  #give(reader: Reader): void {
    const next = reader.take();
    if (next === undefined) return;
    if ('event' in next) this.#client.event(reader.id, next.event);
    else this.#client.error(reader.id, gapOf(next));
  }
}
