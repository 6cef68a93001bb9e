import type { ExchangeClient } from './client.ts';
import type { Dispatcher } from './transport.ts';

/** The moment of an answer, by our clock and by the exchange's `Date` header. */
export interface ClockSample {
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly serverMs: number;
  readonly resolutionMs: number;
}

export interface ClientOptions {
  readonly exchange: string;
  /** An origin in place of every scheme and host of the exchange; null for its own. */
  readonly endpoint: string | null;
  /** ccxt's names (`apiKey`, `secret`, …); empty for a client that only reads what is public. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
  /** Keep ccxt's own request rate? */
  readonly throttled: boolean;
  /** Load the adapter that watches over sockets, too? */
  readonly streams?: boolean;
  readonly now: () => number;
  readonly monotonic: () => number;
  /** Gives the next nonce; `own` is what ccxt would have taken. */
  readonly nonce: (own: number) => number;
  readonly onClockSample: (sample: ClockSample) => void;
  /** A client of the same exchange with its markets loaded; left out, this client loads its own. */
  readonly markets?: (reload: boolean) => Promise<ExchangeClient>;
}
