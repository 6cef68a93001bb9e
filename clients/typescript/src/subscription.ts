import { type Fail, type Told, Trouble } from './errors.ts';
import type { Gap, Watching } from './types.ts';

/** What waits for the bot: an event, something missed, or the end. */
type Item = { readonly event: unknown } | { readonly gap: Gap } | { readonly told: Told };

/** So many events wait for a bot that reads slowly; then they are dropped, and the bot is told how many. */
export const maxWaiting = 1000;

export interface SubscriptionNeeds {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly fail: Fail;
  readonly onGap: ((gap: Gap) => void) | undefined;
  /** Called before the first event is waited for. */
  readonly begin: (subscription: Subscription) => void;
  readonly end: (subscription: Subscription) => void;
}

/** One thing that is watched, as `for await` takes it. */
export class Subscription implements Watching {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly #needs: SubscriptionNeeds;
  #listener: ((gap: Gap) => void) | undefined;
  #waiting: Item[] = [];
  #wake: (() => void) | undefined;
  #state: 'new' | 'on' | 'over' = 'new';
  /** Of several that ask for the next event, each gets one. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(needs: SubscriptionNeeds) {
    this.#needs = needs;
    this.#listener = needs.onGap;
    this.method = needs.method;
    this.args = needs.args;
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  onGap(listener: (gap: Gap) => void): this {
    this.#listener = listener;
    return this;
  }

  event(event: unknown): void {
    if (this.#waiting.length >= maxWaiting) {
      const missed = missedIn(this.#waiting);
      this.#waiting = [];
      const what = missed === null ? 'Events' : `${missed} events`;
      this.gap('full', missed, `${what} were dropped, since the bot reads them more slowly than they come.`);
    }
    this.#push({ event });
  }

  gap(reason: Gap['reason'], missed: number | null, detail: string): void {
    const last = this.#waiting.at(-1);
    // Several gaps with nothing between them are one.
    if (last !== undefined && 'gap' in last && last.gap.reason === reason && missed === null) return;
    const { method, args } = this;
    this.#push({ gap: { method, args, reason, detail, missed } });
  }

  /** Nothing comes any more. */
  fails(told: Told): void {
    this.#push({ told });
  }

  async next(): Promise<IteratorResult<unknown, undefined>> {
    const turn = this.#turn.then(() => this.#next());
    this.#turn = turn.catch(() => undefined);
    try {
      return await turn;
    } catch (fault) {
      throw await this.#needs.fail(fault);
    }
  }

  async #next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#state === 'new') {
      this.#state = 'on';
      this.#needs.begin(this);
    }
    for (;;) {
      const item = await this.#take();
      if (item === undefined) return { done: true, value: undefined };
      if ('event' in item) return { done: false, value: item.event };
      if ('told' in item) {
        this.#finish();
        throw new Trouble(item.told);
      }
      if (this.#listener === undefined) {
        this.#finish();
        throw new Trouble(asTold(item.gap));
      }
      this.#listener(item.gap);
    }
  }

  async return(): Promise<IteratorResult<unknown, undefined>> {
    this.#finish();
    return { done: true, value: undefined };
  }

  async throw(fault: unknown): Promise<IteratorResult<unknown, undefined>> {
    this.#finish();
    throw fault;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(): void {
    if (this.#state === 'over') return;
    const hadBegun = this.#state === 'on';
    this.#state = 'over';
    this.#waiting = [];
    this.#wake?.();
    if (hadBegun) this.#needs.end(this);
  }

  #push(item: Item): void {
    if (this.#state === 'over') return;
    this.#waiting.push(item);
    this.#wake?.();
  }

  /** Gives: undefined where it is over. */
  async #take(): Promise<Item | undefined> {
    while (this.#waiting.length === 0 && this.#state !== 'over')
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    return this.#waiting.shift();
  }
}

/** Gives: null where a gap among them was of nobody knows how many. */
function missedIn(waiting: readonly Item[]): number | null {
  let sum = 0;
  for (const item of waiting) {
    if ('event' in item) sum += 1;
    else if ('gap' in item && item.gap.missed === null) return null;
    else if ('gap' in item) sum += item.gap.missed ?? 0;
  }
  return sum;
}

const asTold = ({ method, reason, detail }: Gap): Told => ({
  code: 'STREAM_GAP',
  sent: 'no',
  detail: `${method}: ${detail} Read anew what it was about. Give onGap to go on after a gap. (${reason})`,
});
