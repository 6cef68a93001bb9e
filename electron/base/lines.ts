/** Cuts a byte stream into lines of text. */
export interface LineReader {
  /** Gives the lines that this chunk completes, and whether the one begun is longer than allowed. */
  push(chunk: Buffer): { lines: string[]; tooLong: boolean };
  /** What came after the last line end. */
  rest(): string;
}

/** Takes: the longest line in bytes, its end not counted. A longer one is never held in memory as a whole. */
export function lineReader(maxBytes: number): LineReader {
  let begun: Buffer[] = [];
  let size = 0;
  const take = (end: Buffer): string => {
    const line = Buffer.concat([...begun, end]).toString('utf8');
    begun = [];
    size = 0;
    return line;
  };
  return {
    push(chunk) {
      const lines: string[] = [];
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        if (size + at - from > maxBytes) return { lines, tooLong: true };
        lines.push(take(chunk.subarray(from, at)));
        from = at + 1;
      }
      if (from < chunk.length) begun.push(chunk.subarray(from));
      size += chunk.length - from;
      return { lines, tooLong: size > maxBytes };
    },
    rest: () => take(Buffer.alloc(0)),
  };
}
