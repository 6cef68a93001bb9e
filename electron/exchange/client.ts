import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../../shared/errors.ts';
import { type CcxtExchange, type HttpAnswer, loadExchangeClass } from './ccxt.ts';
import type { ClockSample } from './clock-sample.ts';
import { replaceHosts } from './endpoint-override.ts';
import { type Endpoint, type EndpointTable, loadEndpoints } from './endpoints.ts';
import { setHashing } from './hashing.ts';
import { namesOfMarkets } from './market-names.ts';
import type { Gate } from './private-request.ts';
import { countPublic, isWebPage } from './public-reads.ts';
import { type AnswerSlot, rawAnswer } from './raw-answer.ts';
import { readable } from './readable.ts';
import { setSockets } from './sockets.ts';
import type { Transmission } from './transmission.ts';
import { type Dispatcher, setTransport } from './transport.ts';
import { type Hearing, hiderOf, watchAnswers } from './watch-answers.ts';

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
  readonly nonce: (own: number) => number | bigint;
  readonly onClockSample: (sample: ClockSample) => void;
  /** A client of the same exchange with its markets loaded; left out, this client loads its own. */
  readonly markets?: (reload: boolean) => Promise<ExchangeClient>;
}

interface Running extends Hearing {
  readonly gate: Gate;
  publicRequests: number;
  /** Set where the nonce must be this one, or the very next, whatever the clock says. */
  readonly nonce?: bigint | 'next';
  /** Where the answer is wanted as it came. */
  readonly slot?: AnswerSlot;
}

const newRunning = (gate: Gate): Running => ({ gate, transmission: undefined, sentMs: 0, publicRequests: 0 });

/** One key's (or, without credentials, one exchange's public) connection to an exchange through ccxt. */
export class ExchangeClient {
  readonly endpoints: EndpointTable;
  readonly #exchange: CcxtExchange;
  readonly #options: ClientOptions;
  readonly #hide: (text: string) => string;
  readonly #running = new AsyncLocalStorage<Running>();
  #forgetSecret: () => void = () => {};
  #endSockets: () => void = () => {};
  /** ccxt's own, which only `#transmit` may use. */
  readonly #sign: CcxtExchange['sign'];

  private constructor(exchange: CcxtExchange, endpoints: EndpointTable, options: ClientOptions) {
    this.#exchange = exchange;
    this.#sign = exchange.sign.bind(exchange);
    this.endpoints = endpoints;
    this.#options = options;
    this.#hide = hiderOf(options.credentials);
  }

  /** Throws: INPUT_INVALID on an unknown exchange. */
  static async open(options: ClientOptions): Promise<ExchangeClient> {
    const [Exchange, endpoints] = await Promise.all([
      loadExchangeClass(options.exchange, options.streams),
      loadEndpoints(options.exchange),
    ]);
    // maxRetriesOnFailure 0: ccxt must never repeat a request by itself.
    const exchange = new Exchange({
      ...options.credentials,
      enableRateLimit: options.throttled,
      options: { maxRetriesOnFailure: 0 },
      timeout: 10_000,
      verbose: false,
    });
    const client = new ExchangeClient(exchange, endpoints, options);
    if (options.endpoint !== null) exchange.urls.api = replaceHosts(exchange.urls.api, options.endpoint);
    setTransport(exchange, options.dispatcher, (answer, bytes) => client.#keepWhole(answer, bytes));
    client.#forgetSecret = setHashing(exchange);
    client.#hook();
    if (options.streams === true) client.#endSockets = await setSockets(exchange, options.endpoint);
    return client;
  }

  get id(): string {
    return this.#exchange.id;
  }

  has(method: string): boolean {
    const value: unknown = Reflect.get(this.#exchange, method);
    return typeof value === 'function';
  }

  /** Runs a method of ccxt; each private request that it is about to send goes through `gate`. */
  call(method: string, args: readonly unknown[], gate: Gate): Promise<unknown> {
    const callable: unknown = Reflect.get(this.#exchange, method);
    if (typeof callable !== 'function')
      throw new AppError('METHOD_UNKNOWN', { detail: `${this.id} has no method "${method}".` });
    return this.#run(newRunning(gate), () => Reflect.apply(callable, this.#exchange, args));
  }

  /**
   * Sends what a bot has asked of an endpoint by itself; a private request goes through `gate`. The exchange's answer is
   * put into `slot` as it came, also where it says no, which throws like any call of ccxt's that fails.
   */
  send({ path, api, verb }: Endpoint, params: object, gate: Gate, slot: AnswerSlot): Promise<unknown> {
    return this.#run({ ...newRunning(gate), slot }, () =>
      this.#exchange.fetch2(path, api, verb, params, undefined, undefined, {}),
    );
  }

  /** Sends a private request of the agent's own with this nonce, in a turn that the caller holds. */
  sendWithNonce(
    endpoint: Endpoint,
    params: Readonly<Record<string, unknown>>,
    transmission: Transmission,
    nonce: bigint | 'next',
  ): Promise<unknown> {
    const gate: Gate = () => Promise.reject(new AppError('PERMISSION_DENIED'));
    const running = { ...newRunning(gate), transmission, nonce };
    const { path, api, verb } = endpoint;
    return this.#running.run(running, () =>
      this.#transmit(running, transmission, [path, api, verb, params, undefined, undefined]),
    );
  }

  /** The unified symbol of an exchange's own name for a market; undefined where it is unknown or not unique. */
  symbolOf(name: string): string | undefined {
    return this.#symbols().get(name);
  }

  get hasMarkets(): boolean {
    return this.#exchange.markets !== undefined;
  }

  isSymbol(symbol: string): boolean {
    return this.#exchange.markets !== undefined && Object.hasOwn(this.#exchange.markets, symbol);
  }

  loadMarkets(reload = false): Promise<unknown> {
    return this.#exchange.loadMarkets(reload);
  }

  /** The exchange's clock, where it tells it; undefined where it does not. Unix milliseconds. */
  async fetchTime(): Promise<number | undefined> {
    return this.#exchange.has['fetchTime'] ? this.#exchange.fetchTime() : undefined;
  }

  /** ccxt's own rate limiter, for exchanges whose budget is not counted by `rates`. */
  throttle(endpoint: Endpoint): Promise<void> {
    return this.#exchange.throttle(
      this.#exchange.calculateRateLimiterCost(endpoint.api, endpoint.verb, endpoint.path, {}, {}),
    );
  }

  /** Ends every socket, whose watchers are rejected, and blanks the credentials, as far as JavaScript can; nothing can be signed any more. */
  close(): void {
    this.#endSockets();
    for (const name of Object.keys(this.#options.credentials)) Reflect.set(this.#exchange, name, '');
    this.#forgetSecret();
    this.#forget();
  }

  #symbolsByName: ReadonlyMap<string, string | undefined> | undefined;

  #symbols(): ReadonlyMap<string, string | undefined> {
    this.#symbolsByName ??= namesOfMarkets(this.#exchange.markets ?? {});
    return this.#symbolsByName;
  }

  #hook(): void {
    const exchange = this.#exchange;
    const ownFetch2 = exchange.fetch2.bind(exchange);
    const ownSign = this.#sign;
    const ownNonce = exchange.nonce.bind(exchange);
    exchange.nonce = () => {
      const wanted = this.#running.getStore()?.nonce;
      if (typeof wanted === 'bigint') return wanted;
      return this.#options.nonce(wanted === 'next' ? 0 : Number(ownNonce()));
    };
    exchange.fetch2 = async (path, api, method, params, headers, body, config) => {
      const endpoint = this.endpoints.bySign(api, method, path);
      const running = this.#running.getStore();
      if (endpoint?.isPublic) {
        // What is watched for days reads a book again now and then, and ccxt keeps the exchange's own rate.
        if (this.#options.streams !== true) countPublic(running);
        const answer = await ownFetch2(path, api, method, params, headers, body, config).finally(() => this.#forget());
        return isWebPage(api) ? answer : readable(answer);
      }
      if (endpoint === undefined || running === undefined)
        throw new AppError('PERMISSION_DENIED', { detail: `Nothing allows ${method} ${path}.` });
      return running.gate({ endpoint, params: { ...params } }, async (final, transmission, added) => {
        running.transmission = transmission;
        // okx takes lists, whose places are the names of what passed the gate.
        const sent = Array.isArray(params) ? Object.values(final) : final;
        return this.#transmit(running, transmission, [path, api, method, sent, headers, body], added);
      });
    };
    // Some adapters sign outside fetch2 (WebSocket log-ins); a private one must never pass without its gate.
    exchange.sign = (path, api, method, params, headers, body) => {
      if (!this.endpoints.bySign(api, method, path)?.isPublic)
        throw new AppError('PERMISSION_DENIED', { detail: `Nothing allows ${method} ${path}.` });
      return ownSign(path, api, method, params, headers, body);
    };
    watchAnswers(exchange, {
      running: () => this.#running.getStore(),
      hide: this.#hide,
      onClockSample: this.#options.onClockSample,
      now: this.#options.now,
    });
    this.#borrowMarkets();
  }

  /** Markets are loaded once for all keys of an exchange and handed over without a copy. */
  #borrowMarkets(): void {
    const { markets } = this.#options;
    if (markets === undefined) return;
    this.#exchange.loadMarkets = async (reload = false) => {
      if (reload || this.#exchange.markets === undefined) {
        const source = await markets(reload);
        if (this.#exchange.markets !== source.#exchange.markets) {
          this.#exchange.setMarketsFromExchange(source.#exchange);
          this.#symbolsByName = undefined;
        }
      }
      return this.#exchange.markets;
    };
  }

  /** A body that may hold secrets is kept no longer than the call. */
  async #run(running: Running, work: () => unknown): Promise<unknown> {
    return this.#running.run(running, async () => {
      try {
        return await work();
      } finally {
        this.#exchange.last_http_response = undefined;
      }
    });
  }

  #keepWhole(answer: HttpAnswer, bytes: Buffer): void {
    const slot = this.#running.getStore()?.slot;
    if (slot !== undefined) slot.answer = rawAnswer(answer, bytes, this.#hide);
  }

  async #transmit(
    running: Running,
    transmission: Transmission,
    request: Parameters<CcxtExchange['sign']>,
    added: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const { now, monotonic } = this.#options;
    const started = monotonic();
    const signed = this.#sign(...request);
    const signedAt = monotonic();
    transmission.signMs = signedAt - started;
    transmission.bytesOut = signed.body?.length ?? 0;
    running.sentMs = now();
    // An earlier answer, which asked for a code, is none to this request.
    if (running.slot !== undefined) running.slot.answer = undefined;
    transmission.handedOver = true;
    try {
      return readable(
        await this.#exchange.fetch(signed.url, signed.method, { ...signed.headers, ...added }, signed.body),
      );
    } finally {
      transmission.networkMs = monotonic() - signedAt;
      this.#forget();
    }
  }

  /** What ccxt keeps of a request holds the signature and the code; its last answer adapters read afterwards. */
  #forget(): void {
    this.#exchange.last_request_headers = undefined;
    this.#exchange.last_request_body = undefined;
    this.#exchange.last_request_url = undefined;
    this.#exchange.last_json_response = undefined;
    this.#exchange.last_response_headers = undefined;
  }
}
