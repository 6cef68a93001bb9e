import { createHmac } from 'node:crypto';
import Big from 'big.js';
import { type Asset, assets } from '../market/markets.ts';
import { nameOf } from '../orders/names.ts';

/** A way for an asset to come in or go out. */
export interface Route {
  readonly asset: Asset;
  readonly method: string;
  readonly network: string;
  readonly fee: Big;
  readonly minimum: Big;
}

/** A deposit or a withdrawal. Here it moves nothing: it is only listed. */
export interface Transfer {
  readonly refid: string;
  readonly kind: 'deposit' | 'withdrawal';
  readonly route: Route;
  readonly amount: Big;
  readonly timeMs: number;
  /** The address that it came to or goes to. */
  readonly info: string;
  isCancelled: boolean;
}

export type TransferStatus = 'Initial' | 'Pending' | 'Success' | 'Failure';

// id, method, network, fee, minimum; figures of the kind that Kraken lists, not its own.
const routeRows: ReadonlyArray<readonly [string, string, string, string, string]> = [
  ['XXBT', 'Bitcoin', 'Bitcoin', '0.00001', '0.0004'],
  ['XETH', 'Ether', 'Ethereum', '0.0005', '0.005'],
  ['USDT', 'Tether USD (ERC20)', 'Ethereum', '3', '10'],
  ['SOL', 'Solana', 'Solana', '0.005', '0.05'],
  ['XLTC', 'Litecoin', 'Litecoin', '0.002', '0.02'],
  ['ADA', 'Cardano', 'Cardano', '0.6', '10'],
  ['XXRP', 'Ripple XRP', 'Ripple', '0.02', '25'],
  ['XXDG', 'Dogecoin', 'Dogecoin', '4', '60'],
];

const pendingAfterMs = 60_000;
const doneAfterMs = 300_000;
const dayMs = 86_400_000;

/** Deposits and withdrawals of the practice account: asked for, listed, cancelled, and never moving anything. */
export class Funding {
  readonly routes: readonly Route[];
  /** Oldest first. */
  readonly transfers: Transfer[];
  readonly #seed: string;
  #addresses = 1;

  constructor(seed: string, startMs: number) {
    this.#seed = seed;
    this.routes = routeRows.flatMap(([id, method, network, fee, minimum]) => {
      const asset = assets.find((one) => one.id === id);
      return asset === undefined ? [] : [{ asset, method, network, fee: new Big(fee), minimum: new Big(minimum) }];
    });
    this.transfers = this.routes.slice(0, 3).map((route, index) => ({
      refid: this.#refid(index + 1),
      kind: 'deposit',
      route,
      amount: route.minimum.times(20 + index),
      timeMs: startMs - (10 - index) * dayMs,
      info: this.addressesOf(route)[0] ?? '',
      isCancelled: false,
    }));
  }

  /** Marked as practice, so that nobody sends anything there. */
  addressesOf({ asset }: Route): readonly string[] {
    const address = (number: number): string =>
      `practice-${asset.altname}-${createHmac('sha256', this.#seed).update(`${asset.id}:${number}`).digest('hex').slice(0, 24)}`;
    return Array.from({ length: this.#addresses }, (_, index) => address(index + 1));
  }

  /** Gives: false where there are five already. */
  addAddress(): boolean {
    if (this.#addresses >= maxAddresses) return false;
    this.#addresses += 1;
    return true;
  }

  /** The name under which a withdrawal address is stored: Kraken lets a key withdraw to stored ones only. */
  storedName = ({ asset }: Route): string => `practice-${asset.altname.toLowerCase()}`;

  withdraw(route: Route, amount: Big, timeMs: number): Transfer {
    const refid = this.#refid(this.transfers.length + 1);
    const info = `${this.storedName(route)}-wallet`;
    const transfer: Transfer = { refid, kind: 'withdrawal', route, amount, timeMs, info, isCancelled: false };
    this.transfers.push(transfer);
    return transfer;
  }

  /** The name of a transfer between wallets; it is not listed, as on Kraken. */
  nextRefid(): string {
    return this.#refid(this.transfers.length + 1_000);
  }

  #refid(number: number): string {
    return nameOf(this.#seed, 'F', number);
  }
}

const maxAddresses = 5;

/** What has become of a transfer. Source: Kraken's support article "Advanced API FAQ", statuses of withdrawals. */
export function statusOf({ kind, timeMs, isCancelled }: Transfer, nowMs: number): TransferStatus {
  if (isCancelled) return 'Failure';
  if (kind === 'deposit' || nowMs >= timeMs + doneAfterMs) return 'Success';
  return nowMs >= timeMs + pendingAfterMs ? 'Pending' : 'Initial';
}
