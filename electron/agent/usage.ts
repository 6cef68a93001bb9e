const minuteMs = 60_000;

/** How many calls each bot made with each key in the last 60 s. */
export class Usage {
  readonly #calls = new Map<string, number[]>();

  count(botId: string, keyId: string, nowMs: number): void {
    this.#recent(botId, keyId, nowMs).push(nowMs);
  }

  lastMinute(botId: string, keyId: string, nowMs: number): number {
    return this.#recent(botId, keyId, nowMs).length;
  }

  /** When the oldest call that still counts is past, in ms from now. */
  freeInMs(botId: string, keyId: string, nowMs: number): number {
    const [oldest = nowMs] = this.#recent(botId, keyId, nowMs);
    return oldest + minuteMs - nowMs;
  }

  #recent(botId: string, keyId: string, nowMs: number): number[] {
    const name = `${botId} ${keyId}`;
    const recent = this.#calls.get(name) ?? [];
    while (recent[0] !== undefined && nowMs - recent[0] >= minuteMs) recent.shift();
    this.#calls.set(name, recent);
    return recent;
  }
}
