/** Checks what the log's key signed, segment by segment and for what was pruned, and what was kept elsewhere. */
import type { DatabaseSync } from 'node:sqlite';
import { hexOf, isHash } from '../chain.ts';
import type { Anchor } from '../head.ts';
import { isMac, type KeyRing } from '../keys.ts';
import { readEntry } from '../read-entry.ts';
import type { EpochEntry } from '../record.ts';
import { readSegments, readStub, segmentMac, stubMac } from '../segments.ts';
import type { SeenEntry } from './check-entries.ts';
import type { Findings } from './verdict.ts';

export interface SegmentOptions {
  readonly ring: KeyRing | undefined;
  /** Whose log it should be, where there are no keys to tell; undefined where nobody knows. */
  readonly vaultId?: string | undefined;
  /** Was the vault just made from a copy, which lacks the keys that it got later? */
  readonly isRestored?: boolean | undefined;
}

type SealedSegment = ReturnType<typeof readSegments>[number];
type SealedStub = NonNullable<ReturnType<typeof readStub>>;

export class SegmentCheck {
  readonly #findings: Findings;
  readonly #options: SegmentOptions;
  readonly #ring: KeyRing | undefined;
  readonly #segments: readonly SealedSegment[];
  /** Those that the entries must agree with, by their last entry. */
  readonly #byLast = new Map<number, SealedSegment>();
  readonly #markers: (EpochEntry & { readonly seq: number })[] = [];
  /** Up to here a key of this vault signed. */
  #signed = 0;
  /** Entries whose hash somebody vouched for. */
  readonly #good: number[];
  readonly #differing: SealedSegment[] = [];
  #last = 0;
  readonly stub: SealedStub | undefined;
  /** The first entry that no segment covers. */
  readonly uncovered: number;
  /** How many were closed, those that were pruned included. */
  readonly count: number;

  constructor(db: DatabaseSync, options: SegmentOptions, findings: Findings) {
    this.#findings = findings;
    this.#options = options;
    this.#ring = options.ring;
    this.stub = readStub(db);
    this.#segments = readSegments(db);
    this.#good = [this.firstKept - 1];
    const last = this.#segments.at(-1);
    this.uncovered = Math.max((last?.last ?? 0) + 1, this.firstKept);
    this.count = Math.max(last?.n ?? 0, this.stub?.segments ?? 0);
  }

  get firstKept(): number {
    return this.stub?.first ?? 1;
  }

  /** The newest key that the log names. */
  get epoch(): number {
    return this.#markers.at(-1)?.epoch ?? this.stub?.epoch ?? 0;
  }

  /** Are the segments themselves in order, and genuine? Before the entries are looked at. */
  begin(): void {
    let n = (this.stub?.segments ?? 0) + 1;
    let first: number | undefined = this.firstKept;
    for (const segment of this.#segments) {
      const at: number = Math.max(first ?? segment.first, this.firstKept);
      if (segment.n !== n) this.#findings.note('gap', at, `A segment from #${at} on is missing.`);
      const isInPlace = segment.first === at || (segment.n === n && at === this.firstKept && segment.first < at);
      const state = this.#stateOf(segment);
      if (state === 'forged' || segment.last < at || (segment.n === n && !isInPlace)) {
        this.#findings.note('altered', at, `The segment at #${at} was altered.`);
        first = undefined;
      } else {
        if (state === 'genuine') {
          this.#byLast.set(segment.last, segment);
          this.#signed = segment.last;
        }
        this.#last = segment.last;
        first = segment.last + 1;
      }
      n = segment.n + 1;
    }
  }

  see({ seq, entry, hash }: SeenEntry): void {
    if (entry.kind === 'epoch') this.#markers.push({ ...entry, seq });
    this.meet(seq, hash);
  }

  /** Where not all entries are looked at. */
  readMarkers(db: DatabaseSync): void {
    for (const row of db.prepare('SELECT seq, body FROM entries WHERE first = 0 ORDER BY seq').all()) {
      const entry = readEntry(row['body']);
      if (entry?.kind === 'epoch') this.#markers.push({ ...entry, seq: Number(row['seq']) });
    }
  }

  /** An entry has this hash: is it what its segment says, where it is the last of one? */
  meet(seq: number, hash: Uint8Array): void {
    const segment = this.#byLast.get(seq);
    if (segment === undefined) return;
    if (isHash(segment.head, hash)) this.#good.push(seq);
    else this.#differing.push(segment);
  }

  /** When every entry was seen. Takes: the last of them; most = how many entries a segment has. */
  end(last: number, most: number, isTail: boolean): void {
    for (const segment of this.#differing)
      this.#findings.differs(this.#goodBefore(segment.last), segment.last, changed(segment.first));
    if (this.#ring === undefined) {
      this.#findings.note('sealed', null, 'The vault is sealed: only hashes were checked.');
      this.#checkNames();
      return;
    }
    this.#checkStub(this.#ring);
    this.#checkStrangers(this.#ring);
    // What was never taken for this vault's own was never signed either.
    if (!isTail && !this.#findings.isForeign && last - this.uncovered + 1 > most)
      this.#findings.note('gap', this.uncovered, `The segments from #${this.uncovered} on are missing.`);
  }

  /** What was kept elsewhere. Takes: hashOf = the hash that an entry has now. */
  checkAnchors(anchors: readonly Anchor[], hashOf: (seq: number) => Uint8Array | undefined): void {
    const first = this.firstKept;
    const here = anchors.filter(({ entry }) => entry >= first);
    const found = here.map((anchor) => ({ ...anchor, now: hashOf(anchor.entry) }));
    for (const { entry, hash, now } of found) if (now !== undefined && hexOf(now) === hash) this.#good.push(entry);
    for (const { entry, hash, now } of found) {
      if (now === undefined || hexOf(now) === hash) continue;
      const good = this.#goodBefore(entry);
      this.#findings.differs(good, entry, changed(good + 1));
    }
    const most = Math.max(0, ...anchors.map(({ count }) => count ?? 0));
    const at = this.uncovered;
    // Where entries were cut off, so were their segments.
    if (most > this.count && !this.#findings.has('truncated'))
      this.#findings.note('truncated', at, `The segments from #${at} on were cut off.`);
  }

  /** The last entry that the segments speak of. */
  get last(): number {
    return this.#last;
  }

  #goodBefore(seq: number): number {
    return Math.max(this.firstKept - 1, ...this.#good.filter((good) => good < seq));
  }

  #stateOf({ mac, ...segment }: SealedSegment): 'genuine' | 'forged' | 'unknown' {
    const key = this.#ring?.find(segment.key);
    if (this.#ring === undefined || key === undefined) return 'unknown';
    return isMac(mac, segmentMac(key, this.#ring.vaultId, segment)) ? 'genuine' : 'forged';
  }

  #checkStub(ring: KeyRing): void {
    if (this.stub === undefined) return;
    const { mac, ...stub } = this.stub;
    const key = ring.find(stub.key);
    const at = stub.first;
    if (key === undefined) this.#stranger(stub.key, at);
    else if (!isMac(mac, stubMac(key, ring.vaultId, stub)))
      this.#findings.note('altered', at, `What stands for the entries before #${at} was altered.`);
    else this.#signed = Math.max(this.#signed, at - 1);
  }

  /**
   * What is under keys that this vault doesn't have. After a backup was restored that may be: then this vault took it over
   * and signed what follows. What nothing of ours follows is as good as another vault's.
   */
  #checkStrangers(ring: KeyRing): void {
    const markers = this.#markers.filter(({ vault, key }) => vault !== ring.vaultId || ring.find(key) === undefined);
    const segments = this.#segments.filter(({ key }) => ring.find(key) === undefined);
    const named = new Set(markers.map(({ key }) => key));
    const isOwn = (vault: string): boolean => this.#options.isRestored === true && vault === ring.vaultId;
    const own = new Set(markers.filter(({ vault }) => isOwn(vault)).map(({ key }) => key));
    const isSuspect = (key: string): boolean => !own.has(key) && (named.has(key) || this.#signed === 0);
    const strange = [
      ...markers.filter(({ key }) => isSuspect(key)).map(({ seq }) => seq),
      ...segments.filter(({ key }) => isSuspect(key)).map(({ first, last }) => (last > this.#signed ? first : 0)),
      this.stub !== undefined && ring.find(this.stub.key) === undefined && isSuspect(this.stub.key)
        ? this.firstKept
        : 0,
    ].filter((at) => at > this.#signed);
    if (strange.length > 0) this.#foreign(Math.max(Math.min(...strange), this.firstKept));
    for (const { key, first } of segments) this.#stranger(key, Math.max(first, this.firstKept));
  }

  /** Without keys only the names of vaults tell whose log it is. */
  #checkNames(): void {
    const { vaultId } = this.#options;
    const other = this.#markers.find(({ vault }) => vault !== vaultId);
    if (vaultId !== undefined && other !== undefined) this.#foreign(other.seq);
  }

  #foreign(at: number): void {
    const what =
      this.#ring !== undefined && this.#signed === 0
        ? "This log looks like another vault's: no key of this vault signed it."
        : `From #${at} on this log looks like another vault's.`;
    this.#findings.foreign(at, `${what} To put it aside and begin a new one: keybearer log accept.`);
  }

  #stranger(key: string, at: number): void {
    const isNamed = this.#markers.some((marker) => marker.key === key);
    if (isNamed) this.#findings.note('unchecked', at, `The key that signed from #${at} on is not in this vault.`);
    else this.#findings.note('altered', at, `What signed from #${at} on is no key of this log.`);
  }
}

const changed = (first: number): string => `Entries from #${first} on were altered.`;
