/** The system's clipboard, for what should not stay in it: one-time codes and new tokens. */
import type { Clipboard } from 'electron';
import type { Clock } from '../../base/clock.ts';

/** Asynchronous as of Electron 45; `clear` alone is not. */
export type TextClipboard = Pick<Clipboard, 'writeText' | 'readText' | 'clear'>;

export const copiedForMs = 30_000;

export interface ShortClipboardDeps {
  readonly clipboard: TextClipboard;
  readonly clock: Clock;
  readonly report: (fault: unknown) => void;
}

/** Keeps a text in the clipboard for 30 seconds, as plain text; what somebody else put there meanwhile stays. */
export class ShortClipboard {
  readonly #deps: ShortClipboardDeps;
  #kept: { readonly text: string; readonly end: AbortController } | undefined;

  constructor(deps: ShortClipboardDeps) {
    this.#deps = deps;
  }

  async put(text: string): Promise<void> {
    const { clipboard, clock, report } = this.#deps;
    this.#kept?.end.abort();
    const kept = { text, end: new AbortController() };
    this.#kept = kept;
    await clipboard.writeText(text);
    void clock
      .sleep(copiedForMs, kept.end.signal)
      .then(() => (this.#kept === kept ? this.clear() : undefined))
      .catch(report);
  }

  /** Takes out what was put in, if it is still there. */
  async clear(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    kept?.end.abort();
    if (kept !== undefined && (await this.#deps.clipboard.readText()) === kept.text) this.#deps.clipboard.clear();
  }
}
