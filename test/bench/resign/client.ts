/** A bot's ccxt: it signs with the token as its API key and a dummy secret, and can sign a second time at the same instant. */
import { randomUUID } from 'node:crypto';
import { type CcxtExchange, loadExchangeClass, type SignedRequest } from '../../../electron/exchange/ccxt.ts';
import type { Endpoint } from '../../../electron/exchange/endpoints.ts';
import { setHashing } from '../../../electron/exchange/hashing.ts';
import { dummyOf } from '../../../electron/exchange/resign/dummy.ts';
import type { ResignRequest } from '../../../electron/exchange/resign/recover.ts';

export const token = `kb_${'Tok3n-of_a.bot'.replace('.', '').repeat(4).slice(0, 43)}`;

export type ClockKind = 'frozen' | 'running';

/** What ccxt asked of the clock and of chance while it signed, in this order, so that it can be told the same again. */
type Tape = { readonly numbers: number[]; readonly texts: string[] };

export class DummyClient {
  readonly #exchange: CcxtExchange;
  readonly #clock: ClockKind;
  #tape: Tape = { numbers: [], texts: [] };
  #isReplay = false;

  private constructor(exchange: CcxtExchange, clock: ClockKind) {
    this.#exchange = exchange;
    this.#clock = clock;
    setHashing(exchange);
    this.#setClock();
  }

  static async open(id: string, clock: ClockKind): Promise<DummyClient> {
    const Exchange = await loadExchangeClass(id);
    const { credentials, options } = dummyOf(id, token);
    const exchange = new Exchange({ ...credentials, enableRateLimit: false, verbose: false });
    Object.assign(exchange.options, options);
    Object.assign(exchange, { token: 'a session of the account', createAuth: () => 'a session of the account' });
    return new DummyClient(exchange, clock);
  }

  get required(): CcxtExchange['requiredCredentials'] {
    return this.#exchange.requiredCredentials;
  }

  /** Gives: undefined where ccxt signs no such request, or has no text of it. */
  sign(endpoint: Endpoint, params: unknown): SignedRequest | undefined {
    this.#tape = { numbers: [], texts: [] };
    this.#isReplay = false;
    return this.#sign(endpoint, params);
  }

  /** Signs at the instant, and with the luck, of the last `sign`. */
  signAgain(endpoint: Endpoint, params: unknown): SignedRequest | undefined {
    const tape = this.#tape;
    this.#tape = { numbers: [...tape.numbers], texts: [...tape.texts] };
    this.#isReplay = true;
    const signed = this.#sign(endpoint, params);
    this.#tape = tape;
    return signed;
  }

  #sign({ path, api, verb }: Endpoint, params: unknown): SignedRequest | undefined {
    try {
      const signed = this.#exchange.sign(path, api, verb, structuredClone(params as object));
      const isText = signed.body === undefined || signed.body === null || typeof signed.body === 'string';
      // Where ccxt has no host for an endpoint it writes `undefined`.
      return /^https?:/.test(signed.url) && isText ? signed : undefined;
    } catch {
      return undefined;
    }
  }

  #setClock(): void {
    // An id that was drawn first may be given by now, so the clock and chance are told apart.
    const draw = <T>(fresh: () => T, tape: () => T[]) => {
      return (): T => {
        const told = this.#isReplay ? tape().shift() : undefined;
        const value = told ?? fresh();
        if (!this.#isReplay) tape().push(value);
        return value;
      };
    };
    const [numbers, texts] = [() => this.#tape.numbers, () => this.#tape.texts];
    const isFrozen = this.#clock === 'frozen';
    const now = (): number => (isFrozen ? 1_764_000_000_123 : Date.now());
    const uuid = (): string => (isFrozen ? '11111111-2222-4333-8444-555555555555' : randomUUID());
    const hex = (length: number) => (): string => uuid().replaceAll('-', '').slice(0, length);
    Object.assign(this.#exchange, {
      milliseconds: draw(now, numbers),
      seconds: draw(() => Math.floor(now() / 1000), numbers),
      microseconds: draw(() => now() * 1000, numbers),
      uuid: draw(uuid, texts),
      uuid16: draw(hex(16), texts),
      uuid22: draw(hex(22), texts),
    });
    // coinbase draws the nonce of its JWT by itself, and ECDSA need not give the same signature twice.
    if (this.#exchange.id === 'coinbase') Object.assign(this.#exchange, { randomBytes: () => '00'.repeat(16) });
  }
}

/** As it reaches the agent, in the headers that Node's fetch writes. */
export function requestOf({ url, method, headers, body }: SignedRequest): ResignRequest {
  const own = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return {
    method,
    url: onTheWire(url),
    headers: [['User-Agent', 'ccxt'], ['Accept', '*/*'], ...own.map(([name, value]) => [name, String(value)] as const)],
    body: Buffer.from(body ?? ''),
  };
}

/** WHATWG URL, without resolving dots: what a client must escape. */
const onTheWire = (url: string): string =>
  url.split('#', 1)[0]?.replace(/[^\x21-\x7e]|["<>`{}^|]/gu, (character) => encodeURIComponent(character)) ?? '';
