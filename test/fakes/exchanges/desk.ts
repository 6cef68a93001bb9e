/** An order of a fake exchange; it rests until it is cancelled. */
export interface DeskOrder {
  readonly id: string;
  readonly side: string;
  readonly price: string;
  readonly amount: string;
  readonly timeMs: number;
}

/** The open orders of a fake exchange. */
export class Desk {
  readonly #orders = new Map<string, DeskOrder>();
  readonly #firstId: number;
  #count = 0;

  constructor(firstId = 1_000) {
    this.#firstId = firstId;
  }

  place(side: unknown, price: unknown, amount: unknown): DeskOrder {
    this.#count += 1;
    const id = String(this.#firstId + this.#count);
    const order = { id, side: String(side), price: String(price), amount: String(amount), timeMs: Date.now() };
    this.#orders.set(id, order);
    return order;
  }

  open(): readonly DeskOrder[] {
    return [...this.#orders.values()];
  }

  /** Gives: the order that was cancelled; undefined where it was not open. */
  cancel(id: unknown): DeskOrder | undefined {
    const order = this.#orders.get(String(id));
    this.#orders.delete(String(id));
    return order;
  }
}
