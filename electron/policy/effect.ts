/** What a private request would do to orders. */

export interface OrderTerms {
  readonly side: 'buy' | 'sell' | null;
  /** Kraken's word for it, which is ccxt's: `market`, `limit`, `stop-loss`, … */
  readonly type: string | null;
  /** Decimal string; null where there is none, or where it isn't one. */
  readonly amount: string | null;
  /** Decimal string; null also for a relative price. */
  readonly price: string | null;
  readonly clientOrderId: string | null;
  /** As the exchange writes it, e.g. `2` or `2:1`; left out where there is none. */
  readonly leverage?: string | null;
}

/** An order that a cancel or an edit points at, by whatever name the bot gave. */
export interface OrderRef {
  /** `id`: the exchange's; `userref`: the user's own number, which may stand for many orders. */
  readonly kind: 'id' | 'clientOrderId' | 'userref';
  readonly value: string;
}

export interface OrderEffect extends OrderTerms {
  readonly kind: 'create' | 'edit' | 'cancel' | 'other';
  /** Unified symbols named in the request; `all` where it reaches every market. */
  readonly symbols: readonly string[] | 'unreadable' | 'all';
  /** Every order that would be made or changed; the terms above are those of the only one. */
  readonly orders: readonly OrderTerms[];
  /** The orders that would be cancelled or changed; empty where they can't be read. */
  readonly targets: readonly OrderRef[];
  /** Parameters outside the endpoint's allow-list, or inside it with a value that changes the meaning. */
  readonly unknownParams: readonly string[];
}

export const noTerms: OrderTerms = { side: null, type: null, amount: null, price: null, clientOrderId: null };

/** Whose orders are they? `unknown` where one of them can't be told, or none is named. */
export type Ownership = 'own' | 'other' | 'unknown';

/** Takes: isOwn = true or false where the bot's own records tell, undefined where they don't. */
export function ownershipOf(targets: readonly OrderRef[], isOwn: (ref: OrderRef) => boolean | undefined): Ownership {
  const answers = targets.map(isOwn);
  if (answers.includes(false)) return 'other';
  return answers.length > 0 && answers.every((own) => own === true) ? 'own' : 'unknown';
}
