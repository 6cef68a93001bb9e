/** What a check of the log came to. */

export type LogResult = 'intact' | 'altered' | 'sealed' | 'gap' | 'truncated' | 'unchecked';

export interface LogCheck {
  readonly result: LogResult;
  /** How many were looked at. */
  readonly entries: number;
  /** Of the newest key that the log names; 0 where it names none. */
  readonly epoch: number;
  /** The first entry that `result` is about. */
  readonly at: number | null;
  /** The same in a sentence. */
  readonly why: string;
  /** Does it look like the log of another vault, which this one never took over? */
  readonly isForeign: boolean;
}

/** May the log be signed, and its head be noted? What can't be checked may, once the vault took it over. */
export const isTrusted = ({ result, isForeign }: LogCheck): boolean =>
  result === 'intact' || (result === 'unchecked' && !isForeign);

/** What `log verify` ends with. Source: design/call-log.md. */
export const exitCodes = {
  intact: 0,
  altered: 1,
  sealed: 3,
  gap: 4,
  truncated: 5,
  unchecked: 6,
} as const satisfies Record<LogResult, number>;

/** The worst first. */
const order = ['altered', 'truncated', 'gap', 'unchecked', 'sealed'] as const satisfies readonly LogResult[];
type Fault = (typeof order)[number];

/** Entries that should be there and are not. */
export interface Missing {
  readonly from: number;
  readonly to: number;
}

/** Gathers what is wrong; of each kind the first place counts. */
export class Findings {
  readonly #first = new Map<Fault, { readonly at: number | null; readonly why: string }>();
  readonly #altered = new Set<number>();
  #foreign: string | undefined;
  readonly missing: Missing[] = [];

  note(fault: Fault, at: number | null, why: string): void {
    if (fault === 'altered' && at !== null) this.#altered.add(at);
    const known = this.#first.get(fault);
    if (known === undefined || (known.at !== null && at !== null && at < known.at)) this.#first.set(fault, { at, why });
  }

  gap(from: number, to: number): void {
    this.missing.push({ from, to });
    this.note('gap', from, `${named(from, to)} missing.`);
  }

  truncated(from: number, why: string): void {
    this.missing.push({ from, to: Number.POSITIVE_INFINITY });
    this.note('truncated', from, why);
  }

  /** It looks like the log of another vault, which is said whatever else is wrong. */
  foreign(at: number, why: string): void {
    this.note('unchecked', at, why);
    this.#foreign = why;
  }

  get isForeign(): boolean {
    return this.#foreign !== undefined;
  }

  has(fault: Fault): boolean {
    return this.#first.has(fault);
  }

  isAltered(at: number): boolean {
    return this.#altered.has(at);
  }

  /** Is something missing among these entries? */
  lacks(from: number, to: number): boolean {
    return this.missing.some((range) => range.from <= to && range.to >= from);
  }

  /** A signed hash differs: where no entry up to it was found altered since the last good one, the change lies among these. */
  differs(good: number, upTo: number, why: string): void {
    if (this.lacks(good + 1, upTo)) return;
    for (const at of this.#altered) if (at > good && at <= upTo) return;
    this.note('altered', good + 1, why);
  }

  check(entries: number, epoch: number, last: number): LogCheck {
    const foreign = this.#foreign;
    const { isForeign } = this;
    for (const result of order) {
      const found = this.#first.get(result);
      if (found === undefined) continue;
      const why = foreign === undefined || found.why === foreign ? found.why : `${found.why} ${foreign}`;
      return { result, entries, epoch, at: found.at, why, isForeign };
    }
    const why = last === 0 ? 'The log is empty.' : `Intact up to #${last}.`;
    return { result: 'intact', entries, epoch, at: null, why, isForeign };
  }
}

const named = (from: number, to: number): string =>
  from === to ? `Entry #${from} is` : `The entries #${from} to #${to} are`;
