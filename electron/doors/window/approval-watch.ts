/** A window as far as its being there matters. */
export interface QuestionWindow {
  isDestroyed(): boolean;
  close(): void;
  on(event: 'closed', listener: () => void): unknown;
}

export interface ApprovalWindowDeps<W extends QuestionWindow> {
  /** The ids of the questions that wait; none while the vault is sealed. */
  readonly waiting: () => readonly string[];
  readonly isLocked: () => boolean;
  readonly open: () => W;
}

/** The small window of the questions: there while one waits, and never while the main window is locked. */
export class ApprovalWindow<W extends QuestionWindow> {
  readonly #deps: ApprovalWindowDeps<W>;
  #window: W | undefined;
  /** Somebody closed the window on these; only a new question opens it again. */
  #putAside: ReadonlySet<string> = new Set();

  constructor(deps: ApprovalWindowDeps<W>) {
    this.#deps = deps;
  }

  get current(): W | undefined {
    return this.#window === undefined || this.#window.isDestroyed() ? undefined : this.#window;
  }

  /** A question came or went, or the window was locked or unlocked. */
  refresh(): void {
    const waiting = this.#deps.isLocked() ? [] : this.#deps.waiting();
    if (waiting.length === 0) this.close();
    else if (this.current === undefined && waiting.some((id) => !this.#putAside.has(id))) this.#open();
  }

  close(): void {
    const window = this.current;
    this.#window = undefined;
    window?.close();
  }

  #open(): void {
    const window = this.#deps.open();
    this.#window = window;
    window.on('closed', () => {
      if (this.#window !== window) return;
      this.#window = undefined;
      this.#putAside = new Set(this.#deps.isLocked() ? [] : this.#deps.waiting());
    });
  }
}
