/** Segments and the stub: what the log's key says of a stretch of entries, and of those that were pruned. */
import type { DatabaseSync } from 'node:sqlite';
import { hexOf } from './chain.ts';
import { macOf, type RingKey } from './keys.ts';

/** Entries `first` to `last`, whose last hash is `head`. */
export interface Segment {
  readonly n: number;
  readonly epoch: number;
  /** The fingerprint of the key. */
  readonly key: string;
  readonly first: number;
  readonly last: number;
  readonly head: Uint8Array;
  /** Unix milliseconds. */
  readonly closed: number;
}

/** What stands for the entries before `first`. */
export interface Stub {
  readonly epoch: number;
  readonly key: string;
  readonly first: number;
  /** The hash of the entry before `first`. */
  readonly previous: Uint8Array;
  /** How many calls and closed segments are gone. */
  readonly calls: number;
  readonly segments: number;
  /** The greatest wall time of a call that is gone. */
  readonly latest: number;
  readonly at: number;
}

export const segmentMac = (key: RingKey, vaultId: string, { head, ...rest }: Segment): Uint8Array =>
  macOf(key, { ...rest, what: 'segment', vault: vaultId, head: hexOf(head) });

export const stubMac = (key: RingKey, vaultId: string, { previous, ...rest }: Stub): Uint8Array =>
  macOf(key, { ...rest, what: 'stub', vault: vaultId, previous: hexOf(previous) });

type Sealed<T> = T & { readonly mac: unknown };

const bytesOf = (column: unknown): Uint8Array => (column instanceof Uint8Array ? column : new Uint8Array());

/** All closed segments in order. */
export function readSegments(db: DatabaseSync): Sealed<Segment>[] {
  return db
    .prepare('SELECT n, epoch, key, first, last, head, closed, mac FROM segments ORDER BY n')
    .all()
    .map((row) => ({
      n: Number(row['n']),
      epoch: Number(row['epoch']),
      key: String(row['key']),
      first: Number(row['first']),
      last: Number(row['last']),
      head: bytesOf(row['head']),
      closed: Number(row['closed']),
      mac: row['mac'],
    }));
}

export function addSegment(
  db: DatabaseSync,
  { n, epoch, key, first, last, head, closed }: Segment,
  mac: Uint8Array,
): void {
  db.prepare('INSERT INTO segments(n, epoch, key, first, last, head, closed, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    ...[n, epoch, key, first, last],
    head,
    closed,
    mac,
  );
}

export function readStub(db: DatabaseSync): Sealed<Stub> | undefined {
  const row = db.prepare('SELECT epoch, key, first, previous, calls, segments, latest, at, mac FROM stub').get();
  return (
    row && {
      epoch: Number(row['epoch']),
      key: String(row['key']),
      first: Number(row['first']),
      previous: bytesOf(row['previous']),
      calls: Number(row['calls']),
      segments: Number(row['segments']),
      latest: Number(row['latest']),
      at: Number(row['at']),
      mac: row['mac'],
    }
  );
}

export function putStub(db: DatabaseSync, stub: Stub, mac: Uint8Array): void {
  const { epoch, key, first, previous, calls, segments, latest, at } = stub;
  db.prepare(
    'INSERT OR REPLACE INTO stub(id, epoch, key, first, previous, calls, segments, latest, at, mac) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(epoch, key, first, previous, calls, segments, latest, at, mac);
}
