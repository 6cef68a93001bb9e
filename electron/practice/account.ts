import Big from 'big.js';
import { type Asset, assets } from './markets.ts';
import { Refusal } from './refusal.ts';

/** What of an asset an account has, and how much of it open orders hold. */
interface Purse {
  balance: Big;
  held: Big;
}

/** The balances of the practice account, shared by all its keys as on Kraken. */
export class Account {
  readonly #purses = new Map<string, Purse>(
    assets.map((asset) => [asset.id, { balance: new Big(asset.start), held: new Big(0) }]),
  );

  balance(asset: Asset): Big {
    return this.#purse(asset).balance;
  }

  held(asset: Asset): Big {
    return this.#purse(asset).held;
  }

  /** Throws: Refusal where less than `amount` is free. */
  need(asset: Asset, amount: Big): void {
    const purse = this.#purse(asset);
    if (purse.balance.minus(purse.held).lt(amount)) throw new Refusal('EOrder:Insufficient funds');
  }

  /** Sets funds apart for an order; a negative amount frees them. */
  hold(asset: Asset, amount: Big): void {
    const purse = this.#purse(asset);
    purse.held = purse.held.plus(amount);
  }

  move(asset: Asset, amount: Big): void {
    const purse = this.#purse(asset);
    purse.balance = purse.balance.plus(amount);
  }

  #purse(asset: Asset): Purse {
    const known = this.#purses.get(asset.id);
    if (known !== undefined) return known;
    const made = { balance: new Big(0), held: new Big(0) };
    this.#purses.set(asset.id, made);
    return made;
  }
}
