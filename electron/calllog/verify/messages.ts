/** What a check's thread is asked, once, and what it says. */
import type { Anchor } from '../head.ts';
import type { KeyBytes } from '../keys.ts';
import type { LogCheck } from './verdict.ts';

export interface VerifySetup {
  readonly role: 'verify';
  readonly path: string;
  readonly keys: KeyBytes | undefined;
  /** Whose log it should be, where there are no keys to tell. */
  readonly vaultId?: string | undefined;
  readonly anchors: readonly Anchor[];
  readonly settled: number;
  readonly entriesOfASegment: number;
}

export type VerifyMessage =
  | { readonly kind: 'progress'; readonly seen: number; readonly all: number }
  | { readonly kind: 'done'; readonly check: LogCheck };
