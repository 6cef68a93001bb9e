/** Where the log stands: kept elsewhere, it shows that entries up to it were changed or cut off. */
export interface Head {
  /** The number of the last entry; 0 where there is none. */
  readonly entry: number;
  /** Its hash, 64 hex digits. */
  readonly hash: string;
  /** The epoch of the key in force; 0 before the first. */
  readonly epoch: number;
  /** How many segments were closed up to then. */
  readonly count: number;
}

/** A head that was kept. Older ones say nothing of segments. */
export type Anchor = Pick<Head, 'entry' | 'hash' | 'epoch'> & { readonly count?: number | undefined };
