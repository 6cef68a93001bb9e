/** What the writer and its thread say to each other. */
import type { MessagePort } from 'node:worker_threads';
import { AppError, asAppError, type ErrorCode, type Sent } from '../../../shared/errors.ts';
import type { Anchor, Head } from '../head.ts';
import type { KeyBytes } from '../keys.ts';
import type { LogCheck } from '../verify/verdict.ts';
import type { Retention } from './prune.ts';

export interface WriteSetup {
  readonly role: 'write';
  readonly path: string;
  /** Names the file that was opened there. */
  readonly fileId: string | undefined;
  /** Where answers go to a caller that stands still, and what wakes it. */
  readonly port: MessagePort;
  readonly bell: SharedArrayBuffer;
  readonly entriesOfASegment: number;
}

/** Entries as canonical JSON, numbered from `first`. What is written already is passed over. */
export interface EntriesMessage {
  readonly kind: 'entries';
  readonly first: number;
  readonly bodies: readonly string[];
  /** Does somebody wait for them? */
  readonly isUrgent: boolean;
  /** Wall time, Unix milliseconds. */
  readonly nowMs: number;
}

/** Everything that was sent before is done first. */
export type Order =
  /** Writes what waits, rows too. */
  | { readonly kind: 'settle' }
  | { readonly kind: 'close' }
  | { readonly kind: 'rebuild' }
  | { readonly kind: 'head' }
  | KeysOrder
  | { readonly kind: 'retention'; readonly retention: Retention };

export interface KeysOrder {
  readonly kind: 'keys';
  readonly keys: KeyBytes | undefined;
  readonly anchors: readonly Anchor[];
  /** Was the vault just made from a copy, which lacks the keys that it got later? */
  readonly isRestored: boolean;
}

export interface OrderMessage {
  readonly kind: 'order';
  readonly ticket: number;
  readonly order: Order;
  /** Does the caller stand still until it is done? */
  readonly isSync: boolean;
  readonly nowMs: number;
}

export type ToThread = EntriesMessage | OrderMessage;

export interface Done {
  readonly kind: 'done';
  readonly ticket: number;
  readonly head?: Head | undefined;
  readonly check?: LogCheck | undefined;
  readonly fault?: PlainFault | undefined;
}

export type FromThread =
  /** Entries are on the disk up to one, rows up to another; the records of the calls that changed, as JSON. */
  | { readonly kind: 'written'; readonly upTo: number; readonly rows: number; readonly records: readonly string[] }
  /** Nothing could be written; entries up to this one wait. */
  | { readonly kind: 'failed'; readonly upTo: number; readonly fault: PlainFault }
  | Done;

/** A fault as it goes from thread to thread, where classes are lost. */
export interface PlainFault {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly sent: Sent;
}

export function plainFault(fault: unknown): PlainFault {
  const { code, message, sent } = asAppError(fault, 'no');
  return { code, detail: message, sent };
}

export const faultOf = ({ code, detail, sent }: PlainFault): AppError => new AppError(code, { detail, sent });
