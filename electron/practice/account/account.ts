import Big from 'big.js';
import { type Asset, assets } from '../market/markets.ts';
import { Refusal } from '../refusal.ts';
import { type EntryType, Ledger, type LedgerEntry } from './ledger.ts';

/** What of an asset an account has, and how much of it open orders hold. */
interface Purse {
  balance: Big;
  held: Big;
}

/** A change of a balance and why. */
export interface Move {
  readonly asset: Asset;
  /** Without the fee; negative where it goes out. */
  readonly amount: Big;
  readonly fee?: Big;
  readonly type: EntryType;
  readonly refid: string;
  readonly timeMs: number;
}

const nothing = new Big(0);

/** The balances of the practice account, shared by all its keys as on Kraken. */
export class Account {
  readonly ledger: Ledger;
  readonly #purses = new Map<string, Purse>(
    assets.map((asset) => [asset.id, { balance: new Big(asset.start), held: nothing }]),
  );

  /** Takes: name, which gives the id of the ledger's entry of a number. */
  constructor(name: (number: number) => string) {
    this.ledger = new Ledger(name);
  }

  balance(asset: Asset): Big {
    return this.#purse(asset).balance;
  }

  held(asset: Asset): Big {
    return this.#purse(asset).held;
  }

  /** Throws: Refusal where less than `amount` is free. */
  need(asset: Asset, amount: Big, words = 'EOrder:Insufficient funds'): void {
    const purse = this.#purse(asset);
    if (purse.balance.minus(purse.held).lt(amount)) throw new Refusal(words);
  }

  /** Sets funds apart for an order; a negative amount frees them. */
  hold(asset: Asset, amount: Big): void {
    const purse = this.#purse(asset);
    purse.held = purse.held.plus(amount);
  }

  /** Changes a balance by the amount, less the fee, and writes it into the ledger. */
  move({ asset, amount, fee = nothing, type, refid, timeMs }: Move): LedgerEntry {
    const purse = this.#purse(asset);
    purse.balance = purse.balance.plus(amount).minus(fee);
    return this.ledger.add({ asset, amount, fee, type, refid, timeMs, balance: purse.balance });
  }

  #purse(asset: Asset): Purse {
    const known = this.#purses.get(asset.id);
    if (known !== undefined) return known;
    const made = { balance: nothing, held: nothing };
    this.#purses.set(asset.id, made);
    return made;
  }
}
