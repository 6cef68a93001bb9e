const minuteMs = 60_000;

/** How many calls each bot made on each key in the last 60 s. */
export class Usage {
  readonly #calls = new Map<string, number[]>();

  /** Counts one call. Gives: how many there were before it in the last 60 s, and when the oldest of them is past. */
  count(botId: string, keyId: string, nowMs: number): { readonly calls: number; readonly oldestEndsMs: number } {
    const name = `${botId} ${keyId}`;
    const recent = this.#calls.get(name) ?? [];
    while (recent[0] !== undefined && nowMs - recent[0] >= minuteMs) recent.shift();
    const seen = { calls: recent.length, oldestEndsMs: (recent[0] ?? nowMs) + minuteMs };
    recent.push(nowMs);
    this.#calls.set(name, recent);
    return seen;
  }
}
