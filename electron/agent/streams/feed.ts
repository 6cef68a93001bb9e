import { setImmediate } from 'node:timers/promises';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import { toJson } from '../../base/to-json.ts';
import { nameFailure } from '../../exchange/failures.ts';
import type { Reader } from './reader.ts';
import { shownEvent } from './shown-event.ts';
import type { Thing } from './thing.ts';
import type { Line, Upstream } from './upstream.ts';

/** These pass by themselves; all else ends what is watched. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'CIRCUIT_OPEN',
  'CODE_WAIT',
  'DEADLINE_PASSED',
  'EXCHANGE_UNAVAILABLE',
  'NONCE_REJECTED',
  'RATE_LIMITED',
]);

/** What tells of a state, and not of what has changed: who comes later is told how it stands. */
const states = /^watch(Balance|BidsAsks|FundingRates?(ForSymbols)?|MarkPrices?|OrderBook(ForSymbols)?|Tickers?)$/;

/** So many events may come at once before other work has its turn. */
const burst = 100;

/** One watched thing: asked of the exchange once, told to every bot that watches it. */
export class Feed {
  readonly thing: Thing;
  readonly upstream: Upstream;
  readonly #readers = new Set<Reader>();
  #isOver = false;
  #isDown = false;
  #last: unknown;

  constructor(thing: Thing, upstream: Upstream) {
    this.thing = thing;
    this.upstream = upstream;
    void this.#run();
  }

  get isUnread(): boolean {
    return this.#readers.size === 0;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  add(reader: Reader): void {
    this.#readers.add(reader);
    if (this.#last !== undefined) this.#tell([reader], this.#last);
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader);
  }

  end(): void {
    this.#isOver = true;
    this.#readers.clear();
    this.#last = undefined;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      let line: Line | undefined;
      try {
        line = await this.upstream.line();
        await this.#follow(line);
      } catch (fault) {
        if (this.#isOver) return;
        this.#stumble(fault, line);
      }
    }
  }

  async #follow(line: Line): Promise<void> {
    const { method, args } = this.thing;
    let next = line.client.watch(method, args, line.gate);
    for (let events = 1; !this.#isOver; events += 1) {
      const event = await next;
      if (this.#isOver) return;
      this.#publish(event);
      // At once: between two questions the exchange's words go past.
      next = line.client.watch(method, args, line.gate);
      if (events % burst !== 0) continue;
      // It may be rejected while others have their turn.
      next.catch(() => {});
      await setImmediate();
    }
    // Nobody waits for it any more.
    next.catch(() => {});
  }

  #publish(event: unknown): void {
    this.#isDown = false;
    if (states.test(this.thing.method)) this.#last = event;
    this.#tell(this.#readers, event);
  }

  /** ccxt goes on changing what it gave, so it is written down here and now, once for all who see the same. */
  #tell(readers: Iterable<Reader>, event: unknown): void {
    const texts = new Map<string, string | undefined>();
    for (const reader of readers) {
      const { symbols } = reader;
      const whose = symbols === 'any' ? '' : symbols.join(' ');
      if (!texts.has(whose)) texts.set(whose, this.#textFor(symbols, event));
      const text = texts.get(whose);
      if (text !== undefined) reader.push(text);
    }
  }

  #textFor(symbols: 'any' | readonly string[], event: unknown): string | undefined {
    if (symbols === 'any') return toJson(event);
    const { method, symbols: own } = this.thing;
    return toJson(shownEvent(method, event, symbols, own));
  }

  #stumble(fault: unknown, line: Line | undefined): void {
    const error = nameFailure(fault, { needs: this.thing.row.needs, handedOver: false });
    if (!passing.has(error.code)) {
      this.#fail(error);
      return;
    }
    // A book whose sum is wrong is read again by itself; all else takes the connection with it.
    if (line !== undefined && error.details.ccxt !== 'ChecksumError') this.upstream.broke(line);
    this.#last = undefined;
    if (this.#isDown) return;
    this.#isDown = true;
    for (const reader of this.#readers) reader.lost(`What came meanwhile was missed: ${error.message}`);
  }

  #fail(error: AppError): void {
    const readers = [...this.#readers];
    this.end();
    for (const reader of readers) reader.fail(error);
  }
}
