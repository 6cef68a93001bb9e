/** The chain over the entries: each hash covers its entry and the one before it. */
import { createHash } from 'node:crypto';

/** What the first entry is linked to. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** SHA-256(previous hash || the entry as canonical JSON). Source: design/call-log.md, Chain. */
export const link = (previous: Uint8Array, body: string): Uint8Array =>
  createHash('sha256').update(previous).update(body, 'utf8').digest();

/** Does a column hold this hash? */
export const isHash = (column: unknown, hash: Uint8Array): boolean =>
  column instanceof Uint8Array && Buffer.compare(column, hash) === 0;

export const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
