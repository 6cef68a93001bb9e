import type { Clock } from '../base/clock.ts';
import type { Anchor, Head } from './head.ts';
import { KeyRing, type LogKeys } from './keys.ts';
import type { EpochEntry } from './record.ts';
import type { StartThread } from './threads.ts';
import { isTrusted, type LogCheck } from './verify/verdict.ts';
import { verifyApart } from './verify/verifier.ts';
import { HeadTicker } from './write/head-ticker.ts';
import type { Writer } from './write/writer.ts';

export interface VerifyWish {
  /** Left out, the keys that the log has; without any only hashes are checked. */
  readonly keys?: LogKeys | undefined;
  /** Are the keys lent while the log has none, so that any number of entries may still wait for a signature? */
  readonly isUnsigned?: boolean;
  /** Whose log it should be, where there are no keys to tell. */
  readonly vaultId?: string | undefined;
  /** Heads that were kept elsewhere. */
  readonly anchors?: readonly Anchor[];
  readonly onProgress?: (seen: number, all: number) => void;
}

export interface SigningOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly writer: Writer;
  readonly startThread: StartThread;
  readonly entriesOfASegment: number;
  readonly onHead: ((head: Head) => void) | undefined;
  readonly stamp: () => { readonly at: number; readonly mono: number };
}

/** The log's keys while the vault is open, and what is done with them. */
export class Signing {
  readonly #options: SigningOptions;
  /** Names the key in force. */
  #marker: EpochEntry | undefined;
  #ring: KeyRing | undefined;
  #heads: HeadTicker | undefined;

  constructor(options: SigningOptions, marker: EpochEntry | undefined) {
    this.#options = options;
    this.#marker = marker;
  }

  async setKeys(
    keys: LogKeys | undefined,
    anchors: readonly Anchor[],
    isRestored: boolean,
  ): Promise<LogCheck | undefined> {
    this.stop();
    const ring = keys && KeyRing.of(keys);
    this.#ring = ring;
    // The writer owns the ring from here on, and wipes it.
    const done = this.#options.writer.setKeys(ring, anchors, isRestored);
    if (ring !== undefined) this.#mark(ring);
    const { check } = await done;
    if (check !== undefined && isTrusted(check) && this.#ring === ring) this.#heads = this.#startHeads();
    return check;
  }

  async head(): Promise<Head> {
    const { head } = await this.#options.writer.ask({ kind: 'head' });
    return head ?? { entry: 0, hash: '0'.repeat(64), epoch: 0, count: 0 };
  }

  verify({ keys, vaultId, anchors = [], isUnsigned = false, onProgress }: VerifyWish): Promise<LogCheck> {
    const own = keys && KeyRing.of(keys);
    const bytes = (own ?? this.#ring)?.toBytes();
    own?.wipe();
    const { path, entriesOfASegment, writer, startThread } = this.#options;
    const setup = {
      role: 'verify',
      path,
      keys: bytes,
      vaultId,
      anchors,
      settled: writer.settledUpTo,
      entriesOfASegment: isUnsigned ? Number.POSITIVE_INFINITY : entriesOfASegment,
    } as const;
    return verifyApart(startThread, setup, onProgress);
  }

  /** Entries up to this one are written. */
  wrote(upTo: number): void {
    this.#heads?.wrote(upTo);
  }

  /** Hands no heads on any more. */
  stop(): void {
    this.#heads?.stop();
    this.#heads = undefined;
    this.#ring = undefined;
  }

  /** An entry that says under which key the segments are closed from here on, where that is another than before. */
  #mark({ vaultId: vault, current }: KeyRing): void {
    const { epoch, id: key } = current;
    const last = this.#marker;
    if (last?.vault === vault && last.epoch === epoch && last.key === key) return;
    this.#marker = { ...this.#options.stamp(), kind: 'epoch', vault, epoch, key };
    this.#options.writer.append(this.#marker);
  }

  #startHeads(): HeadTicker | undefined {
    const { clock, onHead, writer } = this.#options;
    return onHead && new HeadTicker({ clock, onHead, take: () => this.head() }, writer.settledUpTo);
  }
}
