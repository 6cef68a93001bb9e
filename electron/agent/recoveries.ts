import { Recovery } from '../exchange/resign/recover.ts';

/** An exchange at an address: ccxt's id, and the key's own origin or null. */
export interface Place {
  readonly exchange: string;
  readonly endpoint: string | null;
}

/** What reads bots' requests, one an exchange and address, each made when it is first asked for. It holds nothing of a key. */
export class Recoveries {
  readonly #open = new Map<string, Promise<Recovery>>();

  of({ exchange, endpoint }: Place): Promise<Recovery> {
    const name = `${exchange} ${endpoint ?? ''}`;
    let opening = this.#open.get(name);
    if (opening === undefined) {
      opening = Recovery.open(exchange, endpoint);
      this.#open.set(name, opening);
      opening.catch(() => this.#open.delete(name));
    }
    return opening;
  }
}
