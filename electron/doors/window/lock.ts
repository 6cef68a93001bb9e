export interface LockDeps {
  /** Is there a vault to hide? */
  readonly hasVault: () => boolean;
  /** Told after each change. */
  readonly changed: (isLocked: boolean) => void;
}

/** Whether the window shows anything. Bots know nothing of it, and the vault stays as it is. */
export class WindowLock {
  readonly #deps: LockDeps;
  #isLocked = false;
  #isHeld = false;

  constructor(deps: LockDeps) {
    this.#deps = deps;
  }

  get isLocked(): boolean {
    return this.#isLocked;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Locks, unless it is held. Before there is a vault there is nothing to hide, and no passphrase to unlock with. */
  lock(): void {
    if (this.#isLocked || this.#isHeld || !this.#deps.hasVault()) return;
    this.#set(true);
  }

  /** The passphrase was right. */
  unlock(): void {
    if (this.#isLocked) this.#set(false);
  }

  /** A new recovery key is on the page: shown once and nowhere else, so a reload would lose it for good. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
  }

  #set(isLocked: boolean): void {
    this.#isLocked = isLocked;
    this.#deps.changed(isLocked);
  }
}
