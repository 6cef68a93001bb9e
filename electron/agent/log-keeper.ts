import type { Clock } from '../base/clock.ts';
import type { Random } from '../base/random.ts';
import type { SettingsStore } from '../base/settings.ts';
import type { Head } from '../calllog/head.ts';
import type { CallLog } from '../calllog/store.ts';
import type { LogCheck } from '../calllog/verify/verdict.ts';
import type { LogHead } from '../vault/anchor.ts';
import type { Vault } from '../vault/vault.ts';
import type { LastSeen } from './last-seen.ts';
import {
  keysIn,
  type LogRecord,
  type LogTrouble,
  readLogHead,
  readLogRecord,
  troubleIn,
  withNewEpoch,
  writeLogHead,
  writeLogRecord,
} from './log-record.ts';
import { unlessSealed } from './unless-sealed.ts';

/** How often the vault itself notes where the log stands. Source: design/call-log.md. */
const vaultNoteMs = 3_600_000;
/** How long sealing waits for the log's last signature. */
const patienceMs = 1_000;
const dayMs = 24 * 3_600_000;

export interface LogKeeperDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly lastSeen: LastSeen;
  readonly settings: Pick<SettingsStore, 'all'>;
  /** Puts the log aside and begins a new one. Gives: where the old one is. */
  readonly renewLog: () => { readonly log: CallLog; readonly to: string };
  /** Told when a check failed, or the owner accepted it. */
  readonly changed: () => void;
  readonly report: (fault: unknown) => void;
}

interface Kept {
  readonly vault: Vault;
  log: CallLog;
  trouble: LogTrouble | null;
}

/**
 * Lends the call log its keys while the vault is open, notes where it stands in anchor.json and in the vault, and remembers
 * a check that failed: until the owner accepts it, no bot places orders or moves funds.
 */
export class LogKeeper {
  readonly #deps: LogKeeperDeps;
  #kept: Kept | undefined;
  #notedMs = 0;
  #noted: LogHead | undefined;

  constructor(deps: LogKeeperDeps) {
    this.#deps = deps;
  }

  /** Undefined where the log is as it was left, as far as anybody knows. */
  get trouble(): LogTrouble | undefined {
    return this.#kept?.trouble ?? undefined;
  }

  /**
   * The vault was opened. Takes: seen = where anchor.json saw the log; isRestored where the vault was made from a copy,
   * which knows of another machine's log. Throws: what the vault and the disk throw.
   */
  async begin(vault: Vault, log: CallLog, seen: LogHead | undefined, isRestored: boolean): Promise<void> {
    const known = readLogRecord(vault);
    // What can't be kept in the vault would sign nothing that could be proved later.
    if (vault.isReadOnly && known === undefined) return;
    const record = known === undefined || isRestored ? withNewEpoch(known, this.#deps.random) : known;
    if (isRestored) await writeLogHead(vault, undefined);
    if (record !== known) await writeLogRecord(vault, record);
    this.#kept = { vault, log, trouble: record.trouble };
    this.#noted = readLogHead(vault);
    this.#notedMs = this.#deps.clock.now();
    await this.#sign(seen, isRestored);
    // What was taken over is signed at once: else the next opening would take it for another vault's.
    if (isRestored && this.trouble === undefined) {
      await log.setKeys(undefined);
      await this.#sign(seen);
    }
  }

  /** How much of the log stays, and for how long, may have changed. A setting that can't be read prunes nothing. */
  settingsChanged(): void {
    void this.#retain().catch(this.#deps.report);
  }

  async #retain(): Promise<void> {
    const { 'log.keepDays': days, 'log.maxMegabytes': megabytes } = await this.#deps.settings.all();
    this.#kept?.log.setRetention({
      maxAgeMs: days === null ? undefined : days * dayMs,
      maxBytes: megabytes === null ? undefined : megabytes * 2 ** 20,
    });
  }

  /** Where the log stood when it was last noted; what is there now must agree with it. */
  anchors(): readonly LogHead[] {
    return [this.#deps.lastSeen.logHead, this.#noted].filter((head) => head !== undefined);
  }

  /** The log stands here. */
  note(head: Head): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#deps.lastSeen.noteLog(head);
    const nowMs = this.#deps.clock.now();
    if (Math.abs(nowMs - this.#notedMs) < vaultNoteMs) return;
    this.#notedMs = nowMs;
    void this.#noteInVault(kept, head).catch(unlessSealed(kept.vault, this.#deps.report));
  }

  /** Takes: what came of a check of the whole log. */
  async checked(check: LogCheck): Promise<void> {
    const trouble = troubleIn(check, this.#deps.clock);
    if (trouble === undefined || this.#kept === undefined || this.trouble !== undefined) return;
    await this.#change((record) => ({ ...record, trouble }));
    this.#deps.changed();
  }

  /**
   * The owner has looked: the log that failed is put aside whole, a new one begins with a key of its own, and bots may
   * trade again. Gives: where the old log is; undefined where nothing was wrong. Throws: RECORD_FAILED, DISK_FULL.
   */
  async accept(): Promise<string | undefined> {
    const kept = this.#kept;
    if (kept === undefined || kept.trouble === null) return undefined;
    const { log, to } = this.#deps.renewLog();
    kept.log = log;
    this.#noted = undefined;
    await writeLogHead(kept.vault, undefined);
    this.#deps.lastSeen.noteLog(await log.head());
    await this.#change((record) => ({ ...withNewEpoch(record, this.#deps.random), trouble: null }));
    await this.#sign(undefined);
    this.#deps.changed();
    return to;
  }

  /** The vault has a new key, so the log gets one, too. */
  async newEpoch(): Promise<void> {
    if (this.#kept === undefined) return;
    await this.#change((record) => withNewEpoch(record, this.#deps.random));
    await this.#sign(undefined);
  }

  /** To be called while the vault is still open: the log's last segment is signed, and where it ends is noted. */
  async end(): Promise<void> {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined) return;
    const over = new AbortController();
    const closing = this.#close(kept).catch(unlessSealed(kept.vault, this.#deps.report));
    await Promise.race([closing, this.#deps.clock.sleep(patienceMs, over.signal)]);
    over.abort();
  }

  async #close(kept: Kept): Promise<void> {
    await kept.log.setKeys(undefined);
    // Where the log failed, what was noted before stays, so that a later check says the same.
    if (kept.trouble !== null) return;
    const head = await kept.log.head();
    this.#deps.lastSeen.noteLog(head);
    await this.#noteInVault(kept, head);
  }

  async #sign(seen: LogHead | undefined, isRestored = false): Promise<void> {
    const kept = this.#kept;
    if (kept === undefined) return;
    const record = readLogRecord(kept.vault);
    if (record === undefined) return;
    const { key, epoch, former } = keysIn(record);
    try {
      const anchors = [seen, this.#noted].filter((head) => head !== undefined);
      const keys = { vaultId: kept.vault.vaultId, epoch, key, former };
      const check = await kept.log.setKeys(keys, anchors, isRestored);
      if (check !== undefined && kept.trouble === null) await this.checked(check);
      this.settingsChanged();
    } finally {
      for (const { key: secret } of [{ key }, ...former]) secret.wipe();
    }
  }

  async #change(change: (record: LogRecord) => LogRecord): Promise<void> {
    const kept = this.#kept;
    const record = kept && readLogRecord(kept.vault);
    if (kept === undefined || record === undefined) return;
    const next = change(record);
    kept.trouble = next.trouble;
    if (!kept.vault.isReadOnly) await writeLogRecord(kept.vault, next);
  }

  async #noteInVault({ vault }: Kept, { entry, hash, epoch, count }: LogHead): Promise<void> {
    const head = { entry, hash, epoch, count };
    if (vault.isReadOnly || this.#noted?.hash === hash) return;
    this.#noted = head;
    await writeLogHead(vault, head);
  }
}
