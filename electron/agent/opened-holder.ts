import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { Secret } from '../base/secret.ts';
import type { State } from '../state/store.ts';
import type { Vault } from '../vault/vault.ts';
import type { Files } from './files.ts';
import type { IdleSeal } from './idle-seal.ts';
import { keepNonces, recallNonces } from './kept-nonces.ts';
import type { Comparison, LastSeen } from './last-seen.ts';
import type { LogKeeper } from './log-keeper.ts';
import type { NameBook } from './names.ts';
import type { Opened } from './opened.ts';
import { readOpened } from './read-opened.ts';
import { rebuildSpending } from './rebuild-spending.ts';
import { logWarningsOf, troubleText, warningsOf } from './report.ts';
import type { VaultCopies } from './vault-copies.ts';
import type { Venues } from './venues.ts';

export interface HolderDeps {
  readonly venues: Venues;
  readonly clock: Clock;
  readonly random: Random;
  readonly names: NameBook;
  readonly lastSeen: LastSeen;
  readonly idleSeal: IdleSeal;
  readonly copies: VaultCopies;
  readonly logKeeper: LogKeeper;
  readonly changed: (kind: 'keys' | 'bots' | 'approvals') => void;
  readonly report: (fault: unknown) => void;
}

export interface TakeIn {
  readonly seenElsewhere?: readonly number[];
  readonly isRestored?: boolean;
}

/** The open vault and all that lives with it, from opening to sealing. */
export class OpenedHolder {
  readonly #deps: HolderDeps;
  #held: { readonly opened: Opened; readonly state: State; stateKey: Secret } | undefined;
  #warnings: readonly string[] = [];

  constructor(deps: HolderDeps) {
    this.#deps = deps;
  }

  get now(): Opened | undefined {
    return this.#held?.opened;
  }

  /** What its owner should know of the vault and the files beside it, as sentences. */
  get warnings(): readonly string[] {
    const pending = this.now?.vault.pendingRecoveryKey() === undefined ? [] : [unconfirmed];
    return [...this.#warnings, ...pending, ...(this.logTrouble === undefined ? [] : [this.logTrouble])];
  }

  /** Why no bot may place orders or move funds now. */
  get logTrouble(): string | undefined {
    const { trouble } = this.#deps.logKeeper;
    return trouble && troubleText(trouble);
  }

  /** Throws: VAULT_SEALED. */
  need(): Opened {
    if (this.now === undefined) throw new AppError('VAULT_SEALED');
    return this.now;
  }

  /**
   * Takes an open vault in; from then on bots are served. Takes: generations seen elsewhere than in our own files;
   * isRestored where the vault was made from a copy. Throws: what the vault and the disk throw; then the vault is sealed again.
   */
  async takeIn(
    vault: Vault,
    { state, log }: Files,
    { seenElsewhere = [], isRestored = false }: TakeIn = {},
  ): Promise<void> {
    const { lastSeen, logKeeper, idleSeal, copies, clock, report } = this.#deps;
    const stateKey = vault.subkey('state');
    try {
      await takeOverState(vault, state, stateKey);
      recallNonces(vault, state);
      const compared = await lastSeen.begin(vault, state, seenElsewhere);
      const pauseAll = compared.isOlder || vault.isReadOnly;
      const opened = await readOpened({ ...this.#deps, vault, state, pauseAll });
      if (compared.isOlder && !vault.isReadOnly) await vault.commit([], { both: true });
      await logKeeper.begin(vault, log, compared.logHead, isRestored);
      if (!compared.isStateCurrent) {
        const { inventory } = opened;
        const labelOf = (id: string) => inventory.findKey(id)?.label;
        const isTrusted = this.logTrouble === undefined;
        const { spending } = state;
        await rebuildSpending({ bots: inventory.bots(), labelOf, log, isTrusted, spending, nowMs: clock.now() });
      }
      lastSeen.settled();
      this.#held = { opened, state, stateKey };
      this.#warn(vault, { state, log }, compared);
    } catch (fault) {
      await this.#wipe(vault, state, stateKey);
      throw fault;
    }
    this.writeNames();
    idleSeal.begin();
    copies.begin(vault, () => keepNonces(vault, state, keyIds(this.now)));
    for (const warning of this.warnings) report(new AppError('VAULT_DAMAGED', { detail: warning }));
  }

  /** The vault has new keys: what stands beside it is sealed again under them. */
  async rekeyed(): Promise<void> {
    const held = this.#held;
    if (held === undefined) return;
    const { opened, state } = held;
    const fresh = opened.vault.subkey('state');
    await takeOverState(opened.vault, state, fresh);
    held.stateKey.wipe();
    held.stateKey = fresh;
    this.#deps.lastSeen.rekeyed();
    await this.#deps.logKeeper.newEpoch();
  }

  /** Seals the vault and drops all that lives with it. Gives: was it open? */
  async drop(): Promise<boolean> {
    if (this.#held === undefined) return false;
    const { opened, state, stateKey } = this.#held;
    this.#held = undefined;
    this.#deps.idleSeal.end();
    opened.approvals.drop(new AppError('VAULT_SEALED'));
    opened.sessions.close();
    const copied = this.#deps.copies.end();
    await this.#wipe(opened.vault, state, stateKey);
    await copied;
    return true;
  }

  /** names.json allows nothing, so what stands in the vault already must not fail for it. */
  writeNames(): void {
    if (this.now === undefined) return;
    try {
      this.#deps.names.write(this.now.vault.vaultId, this.now.inventory);
    } catch (fault) {
      this.#deps.report(fault);
    }
  }

  #warn(vault: Vault, { state, log }: Files, { isOlder }: Comparison): void {
    this.#warnings = [
      ...vault.warnings,
      ...warningsOf(state),
      ...logWarningsOf(log),
      ...(isOlder ? [older] : []),
      ...(vault.isReadOnly ? [newer] : []),
    ];
  }

  async #wipe(vault: Vault, state: State, stateKey: Secret): Promise<void> {
    this.#warnings = [];
    await this.#deps.logKeeper.end();
    const noted = this.#deps.lastSeen.end();
    // The keys go at once, also where the disk is slow.
    vault.seal();
    state.setKey(undefined);
    stateKey.wipe();
    await noted;
  }
}

const keyIds = (opened: Opened | undefined): string[] => opened?.inventory.keys().map(({ id }) => id) ?? [];

/** After a rotation, also one that was cut off, state.sqlite is still sealed under the former key. */
async function takeOverState(vault: Vault, state: State, fresh: Secret): Promise<void> {
  const retired = vault.retiredStateKey();
  if (retired === undefined) return state.setKey(fresh);
  try {
    state.rekey(retired, fresh);
  } finally {
    retired.wipe();
  }
  await vault.forgetRetiredStateKey();
}

const older =
  'The vault is an older state than the one last seen here, as after its files were put back from a copy. Every bot is paused: look at keys, bots and grants, then resume them with "keybearer bot resume BOT".';
const newer =
  'The vault was written by a newer Keybearer: it can be read but not changed here, and every bot is paused. Update Keybearer.';
const unconfirmed =
  'The new recovery key was never confirmed. Show it again and write it down: keybearer vault rotate.';
