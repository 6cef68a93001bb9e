import { AppError } from '../../../shared/errors.ts';
import type { ThingId } from './port.ts';

/** How much may wait for one bot of one thing before what is older is dropped. */
export const readerLimits = { events: 1_000, characters: 1_024 * 1_024 } as const;

/** What waits for a bot: an event as JSON text, or that some were missed. */
export type Waiting = { readonly event: string } | { readonly missed: number | null; readonly detail?: string };

/** What one bot watches of a thing, and what waits until the bot reads it. */
export class Reader {
  readonly id: ThingId;
  /** Whose events it sees. */
  readonly symbols: 'any' | readonly string[];
  readonly #ready: (reader: Reader) => void;
  readonly #failed: (reader: Reader, error: AppError) => void;
  #waiting: Waiting[] = [];
  #characters = 0;

  /** Takes: ready = told whenever something waits; failed = told when the thing has ended. */
  constructor(
    id: ThingId,
    symbols: 'any' | readonly string[],
    ready: (reader: Reader) => void,
    failed: (reader: Reader, error: AppError) => void,
  ) {
    this.id = id;
    this.symbols = symbols;
    this.#ready = ready;
    this.#failed = failed;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(event: string): void {
    const isFull = this.#waiting.length >= readerLimits.events || this.#characters >= readerLimits.characters;
    if (isFull) this.#dropWaiting();
    this.#waiting.push({ event });
    this.#characters += event.length;
    this.#ready(this);
  }

  /** Nobody knows how many events the exchange's side has lost. */
  lost(detail: string): void {
    const last = this.#waiting.at(-1);
    if (last !== undefined && 'missed' in last && last.missed === null) return;
    this.#waiting.push({ missed: null, detail });
    this.#ready(this);
  }

  fail(error: AppError): void {
    this.#failed(this, error);
  }

  /** The oldest that waits. */
  take(): Waiting | undefined {
    const next = this.#waiting.shift();
    if (next !== undefined && 'event' in next) this.#characters -= next.event.length;
    return next;
  }

  /** A bot that fell behind goes on with what is new, and is told how much it missed. */
  #dropWaiting(): void {
    const unknown = this.#waiting.filter((one) => 'missed' in one && one.missed === null).slice(0, 1);
    const missed = this.#waiting.reduce((sum, one) => sum + ('event' in one ? 1 : (one.missed ?? 0)), 0);
    this.#waiting = [...unknown, { missed }];
    this.#characters = 0;
  }
}

export const gapOf = ({ missed, detail }: { readonly missed: number | null; readonly detail?: string }): AppError =>
  new AppError('STREAM_GAP', { missed, detail: detail ?? `${missed} events were dropped: this bot read too slowly.` });
