import { type Clock, isoTime } from '../base/clock.ts';
import { keepCopies } from '../vault/copies.ts';
import type { VaultFs } from '../vault/fs.ts';
import type { Vault } from '../vault/vault.ts';

export interface VaultCopiesDeps {
  readonly dir: string;
  readonly fs: VaultFs;
  readonly clock: Clock;
  readonly report: (fault: unknown) => void;
}

/**
 * Keeps a sealed copy of the open vault each day and each week, see vault/copies.ts: when it is opened and when it is saved
 * for the first time on a day, once a key is in it. A vault that nobody changes needs no further copy.
 */
export class VaultCopies {
  readonly #deps: VaultCopiesDeps;
  #open: { readonly vault: Vault; readonly prepare: () => Promise<void> } | undefined;
  #lastDay = '';
  #working: Promise<void> = Promise.resolve();

  constructor(deps: VaultCopiesDeps) {
    this.#deps = deps;
  }

  /** The vault was opened. Takes: prepare = puts into the vault what a copy should know. */
  begin(vault: Vault, prepare: () => Promise<void>): void {
    // An older Keybearer must not push out the copies of a newer one.
    if (vault.isReadOnly) return;
    this.#open = { vault, prepare };
    this.#lastDay = '';
    this.saved();
  }

  /** The vault was saved. */
  saved(): void {
    const day = isoTime(this.#deps.clock.now()).slice(0, 10);
    if (this.#open === undefined || day === this.#lastDay) return;
    if (!this.#open.vault.list().some(({ type }) => type === 'key')) return;
    this.#lastDay = day;
    this.#working = this.#working.then(() => this.#keep());
  }

  /** The vault is sealed. Gives: ends when no copy is being written any more. */
  async end(): Promise<void> {
    this.#open = undefined;
    await this.#working;
  }

  /** A copy that could not be made keeps nobody from working. */
  async #keep(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    try {
      await open.prepare();
      await keepCopies(this.#deps, open.vault.bytes(), (bytes) => open.vault.isWhole(bytes));
    } catch (fault) {
      // Sealed meanwhile, nothing can be proved any more; the next opening makes the copy.
      if (this.#open === open) this.#deps.report(fault);
    }
  }
}
