/** The calls that fit a filter: read a page at a time, kept current by main's pushes, and held while somebody reads. */
import type { Problem } from '../shared/errors.ts';
import type { CallRecord } from '../shared/model.ts';
import type { WindowAnswer, WindowParams, WindowPush } from '../shared/window-api.ts';
import { type CallFilter, fits } from './call-filter.ts';

export interface ShownCalls {
  readonly state: 'loading' | 'failed' | 'ready';
  readonly error: Problem | undefined;
  /** Newest first. */
  readonly calls: readonly CallRecord[];
  readonly hasMore: boolean;
  /** How many new ones came while the list was held. */
  readonly waiting: number;
}

export interface CallSource {
  ask(params: WindowParams<'calls.list'>): Promise<WindowAnswer<readonly CallRecord[]>>;
  onPush(listener: (push: WindowPush) => void): () => void;
}

const firstPage = 200;
/** A longer answer takes the page more than a frame to take in. */
const nextPage = 500;
/** Pushes are gathered for so long, so that a busy bot does not draw the list a hundred times a second. */
const gatherMs = 100;
/** With a text only the log can tell what fits, so it is asked again, but not for every call. */
const askAgainMs = 1000;

const empty: ShownCalls = { state: 'loading', error: undefined, calls: [], hasMore: false, waiting: 0 };

export class CallPages {
  readonly #filter: CallFilter;
  readonly #source: CallSource;
  readonly #readers = new Set<() => void>();
  #shown = empty;
  #held: readonly CallRecord[] = [];
  #isHeld = false;
  #isAsking = false;
  #round = 0;
  #gathered = new Map<string, CallRecord>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | undefined;

  constructor(filter: CallFilter, source: CallSource) {
    this.#filter = filter;
    this.#source = source;
  }

  readonly snapshot = (): ShownCalls => this.#shown;

  readonly subscribe = (read: () => void): (() => void) => {
    this.#readers.add(read);
    if (this.#readers.size === 1) {
      this.#stop = this.#source.onPush((push) => this.#hear(push));
      void this.again();
    }
    return () => {
      this.#readers.delete(read);
      if (this.#readers.size > 0) return;
      this.#stop?.();
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  };

  /** Reads from the start. */
  again = async (): Promise<void> => {
    const round = ++this.#round;
    if (this.#shown.state === 'failed') this.#show({ ...empty });
    const answer = await this.#source.ask({ ...this.#filter, limit: firstPage });
    if (round !== this.#round) return;
    if (!answer.ok) return this.#show({ ...empty, state: 'failed', error: answer.error });
    this.#held = [];
    this.#show({ ...empty, state: 'ready', calls: answer.value, hasMore: answer.value.length === firstPage });
  };

  /** Reads the next page, unless one is on its way. */
  more = async (): Promise<void> => {
    const last = this.#shown.calls.at(-1);
    if (this.#isAsking || !this.#shown.hasMore || last === undefined) return;
    this.#isAsking = true;
    const round = this.#round;
    const answer = await this.#source.ask({ ...this.#filter, before: last.id, limit: nextPage });
    this.#isAsking = false;
    // What can't be read now is asked for again by the next scroll.
    if (round !== this.#round || !answer.ok) return;
    const { calls } = this.#shown;
    this.#show({ ...this.#shown, calls: [...calls, ...answer.value], hasMore: answer.value.length === nextPage });
  };

  /** While held, new calls are counted and wait. */
  hold = (isHeld: boolean): void => {
    this.#isHeld = isHeld;
    if (isHeld || this.#held.length === 0) return;
    const calls = merged(this.#shown.calls, this.#held);
    this.#held = [];
    this.#show({ ...this.#shown, calls, waiting: 0 });
  };

  #hear(push: WindowPush): void {
    if (push.kind === 'log' || push.kind === 'vault') void this.again();
    if (push.kind !== 'call') return;
    this.#gathered.set(push.call.id, push.call);
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        void this.#take();
      },
      this.#filter.text === undefined ? gatherMs : askAgainMs,
    );
  }

  async #take(): Promise<void> {
    const pushed = this.#gathered;
    this.#gathered = new Map();
    if (this.#shown.state !== 'ready') return;
    const known = this.#change(pushed);
    const fresh = this.#filter.text === undefined ? [...pushed.values()] : await this.#findNew();
    const { calls, hasMore } = this.#shown;
    const last = calls.at(-1);
    const held = new Map(this.#held.map((call) => [call.id, call]));
    for (const call of fresh) {
      // One from before the pages that were read comes with its page.
      const isBefore = hasMore && last !== undefined && call.time < last.time;
      if (known.has(call.id) || isBefore) continue;
      if (fits(this.#filter, call)) held.set(call.id, call);
      else held.delete(call.id);
    }
    this.#held = newestFirst([...held.values()]);
    if (!this.#isHeld) return this.hold(false);
    if (this.#held.length !== this.#shown.waiting) this.#show({ ...this.#shown, waiting: this.#held.length });
  }

  /** Puts what changed into its row; what fits no longer goes. Gives: the ids of all that are shown. */
  #change(pushed: ReadonlyMap<string, CallRecord>): ReadonlySet<string> {
    const { calls } = this.#shown;
    const ids = new Set(calls.map(({ id }) => id));
    if ([...pushed.keys()].some((id) => ids.has(id))) {
      const changed = calls.flatMap((call) => {
        const now = pushed.get(call.id) ?? call;
        return now === call || fits(this.#filter, now) ? [now] : [];
      });
      this.#show({ ...this.#shown, calls: changed });
    }
    return ids;
  }

  async #findNew(): Promise<readonly CallRecord[]> {
    const answer = await this.#source.ask({ ...this.#filter, limit: firstPage });
    return answer.ok ? answer.value : [];
  }

  #show(shown: ShownCalls): void {
    this.#shown = shown;
    for (const read of this.#readers) read();
  }
}

const newestFirst = (calls: readonly CallRecord[]): CallRecord[] =>
  calls.toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));

/** Takes: both newest first. Those that begin at the same moment keep their order, the new ones first. */
function merged(calls: readonly CallRecord[], fresh: readonly CallRecord[]): CallRecord[] {
  const oldest = fresh.at(-1)?.time ?? '';
  const end = calls.findIndex(({ time }) => time <= oldest);
  const head = end === -1 ? calls : calls.slice(0, end);
  return [...newestFirst([...fresh, ...head]), ...(end === -1 ? [] : calls.slice(end))];
}
