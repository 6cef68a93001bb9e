/** Which rows of a long list are drawn, and where a key leads. Every row is as high. */

export const rowHeight = 36;
/** Rows are drawn in blocks, so that scrolling by a row draws nothing anew. */
const block = 16;

export interface View {
  /** How far the list is scrolled, and how much of it is in sight, in CSS pixels. */
  readonly top: number;
  readonly height: number;
}

export interface ShownRows {
  /** From `first` up to, and without, `last`. */
  readonly first: number;
  readonly last: number;
  /** How high what is left out is, above and below. */
  readonly before: number;
  readonly after: number;
}

/** The rows in sight, and some on either side. */
export function shownRows({ top, height }: View, count: number): ShownRows {
  const seen = Math.min(Math.floor(top / rowHeight), Math.max(0, count - 1));
  const first = Math.max(0, Math.floor(seen / block) * block - block);
  const last = Math.min(count, first + Math.ceil(height / rowHeight / block) * block + 3 * block);
  return { first, last, before: first * rowHeight, after: (count - last) * rowHeight };
}

/** Where a key leads from a row; undefined where it leads nowhere. Takes: at = -1 where no row is chosen. */
export function rowAfter(key: string, at: number, count: number, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ...{ j: at + 1, ArrowDown: at + 1, PageDown: at + page, End: count - 1 },
    ...{ k: at - 1, ArrowUp: at - 1, PageUp: at - page, Home: 0 },
  };
  const wanted = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (wanted === undefined || count === 0) return undefined;
  return Math.min(count - 1, Math.max(0, wanted));
}

/** How far to scroll so that a row can be seen whole below the head; undefined where it can be. */
export function scrollTo(row: number, { top, height }: View): number | undefined {
  const start = row * rowHeight;
  if (start < top) return start;
  // The head stays in sight and takes the height of a row.
  const end = start + 2 * rowHeight;
  return end > top + height ? end - height : undefined;
}
