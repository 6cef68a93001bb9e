import { AppError } from '../../../shared/errors.ts';
import type { CallEntry } from '../record.ts';

interface KnownCall {
  last: number;
  isEnded: boolean;
}

/** Which calls have begun: an entry that cannot belong where it stands is refused at its own caller. */
export class CallOrder {
  readonly #isStored: (call: string) => boolean;
  readonly #known = new Map<string, KnownCall>();
  readonly #ended: { readonly call: string; readonly last: number }[] = [];

  /** Takes: whether the tables have a call that isn't remembered here any more. */
  constructor(isStored: (call: string) => boolean) {
    this.#isStored = isStored;
  }

  /** Throws: INTERNAL. */
  check({ kind, call }: CallEntry): void {
    const isKnown = this.#known.has(call) || this.#isStored(call);
    if ((kind === 'begin') !== isKnown) return;
    throw new AppError('INTERNAL', { detail: `An entry "${kind}" of a call came out of order.`, sent: 'no' });
  }

  add({ kind, call }: CallEntry, seq: number): void {
    const known = this.#known.get(call) ?? { last: seq, isEnded: false };
    known.last = seq;
    known.isEnded ||= kind === 'end';
    this.#known.set(call, known);
    if (known.isEnded) this.#ended.push({ call, last: seq });
  }

  /** The rows of all calls are written up to this entry: those that ended are found there. */
  stored(rows: number): void {
    const isDone = this.#ended.findIndex(({ last }) => last > rows);
    for (const { call, last } of this.#ended.splice(0, isDone < 0 ? this.#ended.length : isDone)) {
      if (this.#known.get(call)?.last === last) this.#known.delete(call);
    }
  }
}
