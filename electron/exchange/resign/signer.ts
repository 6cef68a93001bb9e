import { type CcxtExchange, loadExchangeClass, type SignedRequest } from '../ccxt.ts';
import type { Endpoint } from '../endpoints.ts';
import { dummyOf } from './dummy.ts';

/** Everything that `sign()` takes from elsewhere than its arguments. What differs between two moments is none of the bot's. */
export interface Moment {
  readonly ms: number;
  /** Stands in the API key, in signatures and hashes. */
  readonly mark: 'A' | 'B';
  /** Stands in what ccxt draws at random. */
  readonly random: 'a' | 'b';
}

export const moments = {
  first: { ms: 1_700_000_000_111, mark: 'A', random: 'a' },
  later: { ms: 1_811_111_111_222, mark: 'A', random: 'a' },
  rekeyed: { ms: 1_700_000_000_111, mark: 'B', random: 'a' },
  redrawn: { ms: 1_700_000_000_111, mark: 'A', random: 'b' },
} as const satisfies Record<string, Moment>;

/**
 * ccxt's `sign()` of one exchange with dummy credentials at a moment of our choice. Nothing is really signed: hashes are
 * constants, since the signature is thrown away.
 */
export class Signer {
  /** What ccxt adds to each request of this exchange: which version is meant, or who wrote the client. */
  readonly headers: ReadonlyMap<string, string>;
  readonly #exchange: CcxtExchange;
  readonly #id: string;
  #moment: Moment = moments.first;

  private constructor(exchange: CcxtExchange, id: string) {
    this.headers = new Map(Object.entries(exchange.headers).map(([name, value]) => [name.toLowerCase(), value]));
    this.#exchange = exchange;
    this.#id = id;
    this.#setClock();
    this.#setHashes();
    this.#enter(moments.first);
  }

  /** Throws: INPUT_INVALID on an exchange that ccxt does not have. */
  static async open(id: string): Promise<Signer> {
    const Exchange = await loadExchangeClass(id);
    const exchange = new Exchange({ enableRateLimit: false, verbose: false });
    return new Signer(exchange, id);
  }

  get requiredCredentials(): CcxtExchange['requiredCredentials'] {
    return this.#exchange.requiredCredentials;
  }

  /**
   * Takes: params, which `sign()` may change and so are copied. Gives: undefined where ccxt refuses to sign them, or
   * gives no text to send.
   */
  sign({ path, api, verb }: Endpoint, params: unknown, moment: Moment = moments.first): SignedRequest | undefined {
    this.#enter(moment);
    try {
      const signed = this.#exchange.sign(path, api, verb, structuredClone(params as object));
      const { url, method, headers, body } = signed;
      return typeof url === 'string' && (body === undefined || body === null || typeof body === 'string')
        ? { url, method, headers: headers ?? undefined, body: body ?? undefined }
        : undefined;
    } catch {
      // ccxt says by every kind of error that an endpoint can't be signed with these parameters.
      return undefined;
    }
  }

  #enter(moment: Moment): void {
    if (this.#moment === moment && Reflect.get(this.#exchange, 'apiKey') !== undefined) return;
    this.#moment = moment;
    const { credentials, options } = dummyOf(this.#id, `kb_${moment.mark.repeat(43)}`);
    for (const [name, value] of Object.entries(credentials)) Reflect.set(this.#exchange, name, value);
    Reflect.set(this.#exchange, 'uid', moment.mark === 'A' ? '1' : '2');
    if (this.#id === 'cryptomus') Reflect.set(this.#exchange, 'uid', credentials['uid']);
    Reflect.set(this.#exchange, 'token', moment.mark);
    Object.assign(this.#exchange.options, options);
  }

  #setClock(): void {
    const now = (): number => this.#moment.ms;
    const text = (length: number) => (): string => this.#moment.random.repeat(length);
    Object.assign(this.#exchange, {
      milliseconds: now,
      seconds: () => Math.floor(now() / 1000),
      microseconds: () => now() * 1000,
      uuid: () => `${text(8)()}-0000-4000-8000-000000000000`,
      uuid16: text(16),
      uuid22: text(22),
    });
  }

  #setHashes(): void {
    const digestOf = (digest: string): string | Uint8Array => {
      const bytes = Buffer.alloc(64, this.#moment.mark);
      if (digest === 'binary') return new Uint8Array(bytes);
      return digest === 'base64' ? bytes.toString('base64') : bytes.toString('hex');
    };
    this.#exchange.hash = (_data, _hash, digest = 'hex') => digestOf(digest);
    this.#exchange.hmac = (_data, _secret, _hash, digest = 'hex') => digestOf(digest);
    const mark = (): string => this.#moment.mark;
    // Theirs need a key of the account's (coinbase) or a program of the exchange's (lighter).
    Object.assign(this.#exchange, { createAuthToken: mark, createAuth: mark });
  }
}
