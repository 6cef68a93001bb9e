import Big from 'big.js';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { ClientOptions } from './client.ts';
import { ExchangeClient } from './client.ts';
import type { ClockSample } from './clock-sample.ts';
import type { Endpoint } from './endpoints.ts';
import type { Gate } from './private-request.ts';
import type { AnswerSlot } from './raw-answer.ts';
import { type Dispatcher, openDispatcher } from './transport.ts';

/** As decimal strings; null where there is none. */
export interface MarketQuote {
  readonly last: string | null;
  readonly bid: string | null;
  readonly ask: string | null;
}

const Ticker = z.object({ last: z.number().nullish(), bid: z.number().nullish(), ask: z.number().nullish() });

function readQuote(ticker: unknown): MarketQuote | undefined {
  const read = Ticker.safeParse(ticker);
  if (!read.success) return undefined;
  const decimal = (value: number | null | undefined): string | null =>
    value === null || value === undefined || !Number.isFinite(value) ? null : new Big(value).toFixed();
  return { last: decimal(read.data.last), bid: decimal(read.data.bid), ask: decimal(read.data.ask) };
}

/** However often bots ask for it, the market list is read again at most this often. */
const marketsReloadMs = 60_000;

/** ccxt would let one message a second go to Kraken, which sets no such limit, and some exchanges close on who sends many. */
const isSentSlowly = (exchange: string): boolean => exchange !== 'kraken';

const noPrivate: Gate = () => Promise.reject(new AppError('PERMISSION_DENIED'));

export interface VenueOptions {
  readonly exchange: string;
  readonly endpoint: string | null;
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly onClockSample: (sample: ClockSample) => void;
}

/** One exchange at one address: what all of its keys share. */
export class Venue {
  readonly #options: VenueOptions;
  readonly #dispatchers: { readonly answers: Dispatcher; readonly lists: Dispatcher };
  #public: Promise<ExchangeClient> | undefined;
  #markets: Promise<ExchangeClient> | undefined;
  /** When the last reload began, by the monotonic clock. */
  #reloadedMs = Number.NEGATIVE_INFINITY;

  constructor(options: VenueOptions) {
    this.#options = options;
    this.#dispatchers = { answers: openDispatcher('answers'), lists: openDispatcher('market-lists') };
  }

  /** A client that signs with a key's credentials and borrows the venue's markets. */
  connect(
    credentials: ClientOptions['credentials'],
    throttled: boolean,
    nonce: ClientOptions['nonce'],
    streams = false,
  ): Promise<ExchangeClient> {
    return ExchangeClient.open({
      ...this.#options,
      ...{ credentials, throttled, nonce, streams },
      dispatcher: this.#dispatchers.answers,
      markets: (reload) => this.markets(reload),
    });
  }

  /** A client with the markets loaded; a failed load is tried again at the next call, and takes no older list away. */
  markets(reload = false): Promise<ExchangeClient> {
    const nowMs = this.#options.monotonic();
    const isStale = reload && nowMs - this.#reloadedMs >= marketsReloadMs;
    if (this.#markets === undefined || isStale) {
      const before = this.#markets;
      const loading = this.#loadMarkets();
      this.#markets = loading;
      this.#reloadedMs = nowMs;
      loading.catch(() => {
        if (this.#markets !== loading) return;
        this.#markets = before;
        this.#reloadedMs = Number.NEGATIVE_INFINITY;
      });
    }
    return this.#markets;
  }

  /** Asks for the exchange's time. Gives: undefined where the exchange tells none. */
  async measureClock(): Promise<ClockSample | undefined> {
    const client = await this.#publicClient();
    const sentMs = this.#options.now();
    const serverMs = await client.fetchTime();
    const receivedMs = this.#options.now();
    if (serverMs === undefined) return undefined;
    return { sentMs, receivedMs, serverMs, resolutionMs: serverMs % 1000 === 0 ? 1000 : 1 };
  }

  /** The last trade and the best offers of a market; undefined where the exchange has no such market, or no answer. */
  async quote(symbol: string): Promise<MarketQuote | undefined> {
    const client = await this.markets();
    if (!client.isSymbol(symbol)) return undefined;
    return readQuote(await client.call('fetchTicker', [symbol], noPrivate));
  }

  /** Reads what the exchange tells anybody; the answer is put into `slot` as it came, also where this throws. */
  async read(endpoint: Endpoint, params: object, slot: AnswerSlot): Promise<void> {
    await (await this.#publicClient()).send(endpoint, params, noPrivate, slot);
  }

  async close(): Promise<void> {
    await Promise.all([this.#dispatchers.answers.destroy(), this.#dispatchers.lists.destroy()]);
  }

  async #loadMarkets(): Promise<ExchangeClient> {
    const client = await this.#publicClient();
    // Without `reload` ccxt gives the same failure again for ever (4.5.84, Exchange.loadMarkets).
    await client.loadMarkets(true);
    return client;
  }

  /** A client that watches, with the venue's markets. Takes: credentials, empty for what is public. */
  connectToWatch(credentials: ClientOptions['credentials'], nonce: ClientOptions['nonce']): Promise<ExchangeClient> {
    return this.connect(credentials, isSentSlowly(this.#options.exchange), nonce, true);
  }

  #publicClient(): Promise<ExchangeClient> {
    this.#public ??= ExchangeClient.open({
      ...this.#options,
      credentials: {},
      throttled: false,
      nonce: (own) => own,
      dispatcher: this.#dispatchers.lists,
    });
    return this.#public;
  }
}
