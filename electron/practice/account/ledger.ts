import type Big from 'big.js';
import type { Asset } from '../market/markets.ts';

/** Why a balance changed, in Kraken's words. */
export type EntryType = 'trade' | 'deposit' | 'withdrawal' | 'transfer';

/** A change of a balance. */
export interface LedgerEntry {
  readonly id: string;
  /** The trade, deposit or withdrawal that it came of. */
  readonly refid: string;
  readonly timeMs: number;
  readonly type: EntryType;
  readonly asset: Asset;
  /** Without the fee; negative where it went out. */
  readonly amount: Big;
  readonly fee: Big;
  /** After it. */
  readonly balance: Big;
}

/** What became of the account's balances, oldest first. */
export class Ledger {
  readonly entries = new Map<string, LedgerEntry>();
  readonly #name: (number: number) => string;

  /** Takes: name, which gives the id of the entry of a number. */
  constructor(name: (number: number) => string) {
    this.#name = name;
  }

  add(entry: Omit<LedgerEntry, 'id'>): LedgerEntry {
    const id = this.#name(this.entries.size + 1);
    const made = { ...entry, id };
    this.entries.set(id, made);
    return made;
  }
}
