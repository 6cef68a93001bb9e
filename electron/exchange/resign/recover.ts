/**
 * Works out which endpoint with which parameters a client meant by a request that it signed with a dummy key, so that the
 * agent can sign it anew. It never guesses: a reading counts only where ccxt, given it, makes a request that says the same.
 */
import { isUtf8 } from 'node:buffer';
import { AppError } from '../../../shared/errors.ts';
import { stricter } from '../../../shared/permissions.ts';
import type { SignedRequest } from '../ccxt.ts';
import { type Endpoint, loadEndpoints } from '../endpoints.ts';
import { placements } from '../placement.ts';
import { emptied, withoutAdded, withPlainBatches } from './batches.ts';
import { candidatesOf, type Params } from './candidates.ts';
import type { Plus } from './decode.ts';
import { lacksApiKey } from './dummy.ts';
import { findToken, holdsToken } from './find-token.ts';
import { checkHeaders, type HeaderList, isSignedFor, readHeaders } from './headers.ts';
import { buildMatchers, type Match, type Matchers } from './matchers.ts';
import { theOnlyOne } from './only-one.ts';
import { type OwnParts, ownPartsIn, readOwnParts } from './own-parts.ts';
import { readAddress, readTarget, type Target } from './paths.ts';
import { refusal } from './refuse.ts';
import { isWrittenAlike, saysTheSame } from './same.ts';
import { Signer } from './signer.ts';
import { isThrownAwayWhole } from './thrown-away.ts';
import { isAsDeclared, isSentAsWritten, type View, viewOf, type Wire, wireOf } from './view.ts';

/** A request as it came, addressed to the exchange. */
export interface ResignRequest {
  readonly method: string;
  /** The whole address, as it was sent: `https://api.kraken.com/0/private/Balance`. */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** What was meant, beyond doubt. */
export interface Recovered {
  readonly endpoint: Endpoint;
  readonly params: Params;
  /** False for what an exchange tells anybody. */
  readonly isSigned: boolean;
}

interface Reading extends Recovered {
  readonly match: Match;
  readonly signed: SignedRequest;
  readonly isWrittenAlike: boolean;
}

/** Names of one-time codes that bots send along although the agent adds its own. */
const codeParams: ReadonlyMap<string, readonly string[]> = new Map([['kraken', ['otp']]]);

/** https://docs.kraken.com/exchange/guides/rest/authentication: both application/json and x-www-form-urlencoded */
const takingFormForJson = new Set(['kraken']);
/** https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-api-information: in query, body or both, but of GET */
const takingQueryOrForm = new Set(['binance', 'binanceus', 'binanceusdm', 'binancecoinm']);

/** By the page above, "Request Security", and https://bybit-exchange.github.io/docs/v5/guide. */
const signedAsSent = new Set(['bybit', ...takingQueryOrForm]);

export class Recovery {
  readonly #exchange: string;
  readonly #endpoint: string | null;
  readonly #signer: Signer;
  readonly #matchers: Matchers;
  readonly #headerNames: ReadonlySet<string>;
  readonly #ownParts = new Map<Endpoint, OwnParts | undefined>();

  private constructor(exchange: string, endpoint: string | null, signer: Signer, matchers: Matchers) {
    this.#exchange = exchange;
    this.#endpoint = endpoint;
    this.#signer = signer;
    this.#matchers = matchers;
    const placement = placements.get(exchange);
    const codeHeaders = placement?.in === 'header' ? [placement.name.toLowerCase()] : [];
    this.#headerNames = new Set([...matchers.headerNames, ...codeHeaders]);
  }

  /** Takes: exchange = ccxt's id; endpoint = the key's own origin, or null. Throws: INPUT_INVALID. */
  static async open(exchange: string, endpoint: string | null): Promise<Recovery> {
    const [signer, table] = await Promise.all([Signer.open(exchange), loadEndpoints(exchange)]);
    return new Recovery(exchange, endpoint, signer, buildMatchers(table.all, signer));
  }

  /**
   * The whole address that stands behind the key in a request's path. Throws: RESIGN_REFUSED.
   */
  addressIn(rest: string): string {
    const { origin, path, query } = readTarget(rest, this.#endpoint);
    return `${origin}${path}${query === '' ? '' : `?${query}`}`;
  }

  /** Is the account known by a wallet's signature alone? */
  get lacksApiKey(): boolean {
    return lacksApiKey(this.#signer.requiredCredentials);
  }

  /**
   * The bot's token in a request. Throws: TOKEN_MISSING; RESIGN_REFUSED where there are several, or where the exchange has
   * no place for one.
   */
  tokenIn({ url, headers, body }: ResignRequest): string {
    if (this.lacksApiKey) throw refusal('no-api-key');
    return findToken({ headers, query: readAddress(url, this.#endpoint).query, body: textOf(body) });
  }

  /** Throws: RESIGN_REFUSED, with the reason as its cause. */
  recover(request: ResignRequest): Recovered {
    const target = readAddress(request.url, this.#endpoint);
    if (target.origin !== this.#endpoint) return this.#recoverAt(request, target);
    // The key's own address (a practice exchange's) stands in the place of all of the exchange's.
    return theOnlyOne(
      [...this.#matchers.origins].map((origin) => () => this.#recoverAt(request, { ...target, origin })),
    );
  }

  #recoverAt(request: ResignRequest, target: Target): Recovered {
    const { method } = request;
    const wire: Wire = { method, target, headers: readHeaders(request.headers), body: textOf(request.body) };
    if (!this.#matchers.origins.has(wire.target.origin)) throw refusal('foreign-host');
    if (!this.#matchers.hasMethod(wire.method)) throw refusal('method');
    checkHeaders(wire.headers, this.#headerNames, this.#signer.headers);
    const view = viewOf(wire, 'space');
    const matches = this.#matchers.find(view.method, view.origin, view.path);
    if (matches.length === 0) throw refusal('no-endpoint');
    const readings = this.#read(wire, view, matches);
    if (readings.length === 0) throw this.#refusalOf(view, matches);
    const { endpoint, params, isSigned } = theOne(readings);
    if (holdsToken(JSON.stringify(params))) throw refusal('token-in-parameters');
    return { endpoint, params, isSigned };
  }

  /** The nearest reason why no endpoint makes the same request. */
  #refusalOf(view: View, matches: readonly Match[]): AppError {
    if (!isAsDeclared(view)) return refusal('content-type');
    const repeated = repeatedName(view);
    if (repeated !== undefined) return refusal('duplicate', repeated);
    const isSigned = matches.some((match) => {
      const own = this.#ownOf(match);
      return own !== undefined && isSignedFor(view, own);
    });
    return refusal(isSigned ? 'not-reproduced' : 'not-signed');
  }

  #read(wire: Wire, view: View, matches: readonly Match[]): Reading[] {
    // ccxt leaves `+` as it is in what it does not escape, where the standard's decoding would make it a space.
    const hasPlus = `${wire.target.query}&${wire.body}`.includes('+');
    const views: [View, Plus][] = [[view, 'space']];
    if (hasPlus) views.unshift([viewOf(wire, 'plus'), 'plus']);
    if (takingQueryOrForm.has(this.#exchange)) for (const one of placedElsewhere(view)) views.push([one, 'space']);
    return matches.flatMap((match) => {
      const own = this.#ownOf(match);
      if (own === undefined) return [];
      const readings = views
        .filter(([one]) => isSignedFor(one, own))
        .flatMap(([one, plus]) => this.#readAs(wire, one, match, own, plus));
      // All of them say the same. What ccxt writes in the very letters of the request is nearest to it.
      const reading = readings.find(({ isWrittenAlike }) => isWrittenAlike) ?? readings.at(-1);
      return reading === undefined ? [] : [reading];
    });
  }

  /** The first reading that says the same, and the first that is written alike, if that is another. */
  #readAs(wire: Wire, view: View, match: Match, own: OwnParts, plus: Plus): Reading[] {
    const { endpoint } = match;
    const codes = [...(codeParams.get(this.#exchange) ?? []), ...this.#codeNamesOf(endpoint)];
    if (!isThrownAwayWhole(view, own, codes)) return [];
    const asked = withPlainBatches(view);
    const isSame = (made: View): boolean => saysTheSame(asked, made, own, codes, takingFormForJson.has(this.#exchange));
    const isAsSent = own.isSigned && signedAsSent.has(this.#exchange);
    let first: Reading | undefined;
    for (const params of candidatesOf(view, match, own, codes, isAsSent)) {
      const signed = this.#signer.sign(endpoint, params);
      const made = signed === undefined ? undefined : this.#lookAt(signed, plus);
      if (signed === undefined || made === undefined) continue;
      if (isAsSent && !isSentAsWritten(signed.url)) continue;
      const plain = withPlainBatches(made.view);
      if (!isSame(plain) && !this.#withoutAdded(plain, asked, endpoint, params, plus).some(isSame)) continue;
      const isAlike = isWrittenAlike(wire, made.wire, own);
      const reading = { endpoint, params, isSigned: own.isSigned, match, signed, isWrittenAlike: isAlike };
      if (isAlike) return [reading];
      first ??= reading;
    }
    // A raw plus that ccxt does not write itself is a space, as everywhere.
    return first === undefined || plus === 'plus' ? [] : [first];
  }

  /** What was signed without what ccxt adds to each order of a batch; nothing where it is no batch. */
  #withoutAdded(made: View, asked: View, endpoint: Endpoint, params: Params, plus: Plus): View[] {
    const empty = emptied(params);
    const signed = empty === undefined ? undefined : this.#signer.sign(endpoint, empty);
    const blank = signed === undefined ? undefined : this.#lookAt(signed, plus)?.view;
    return blank === undefined ? [] : [withoutAdded(made, asked, blank)];
  }

  #lookAt(signed: SignedRequest, plus: Plus): { readonly wire: Wire; readonly view: View } | undefined {
    try {
      const wire = wireOf(signed);
      return { wire, view: viewOf(wire, plus) };
    } catch (fault) {
      // What can't be read strictly is not the same as what could be.
      if (fault instanceof AppError && fault.code === 'RESIGN_REFUSED') return undefined;
      throw fault;
    }
  }

  #codeNamesOf({ id }: Endpoint): readonly string[] {
    const placement = placements.get(this.#exchange);
    if (placement?.in !== 'parameter' || placement.endpoints === 'every private one') return [];
    return placement.endpoints.includes(id) ? [placement.name, ...Object.keys(placement.beside ?? {})] : [];
  }

  #ownOf(match: Match): OwnParts | undefined {
    if (!this.#ownParts.has(match.endpoint)) this.#ownParts.set(match.endpoint, readOwnParts(match, this.#signer));
    const own = this.#ownParts.get(match.endpoint);
    return own === undefined ? undefined : ownPartsIn(own, match);
  }
}

/** The same parameters all in the form, and all in the query, where both may hold them and no name stands in both. */
function placedElsewhere(view: View): View[] {
  const { method, query, body } = view;
  if (method === 'GET' || body.kind === 'json' || !isAsDeclared(view)) return [];
  const inForm = body.kind === 'form' ? body.pairs : [];
  const names = new Set(query.map(({ name }) => name));
  if (inForm.some(({ name }) => names.has(name))) return [];
  const pairs = [...query, ...inForm];
  const allInForm: View = { ...view, query: [], body: { kind: 'form', pairs } };
  const allInQuery: View = { ...view, query: pairs, body: { kind: 'none' } };
  return [...(query.length > 0 ? [allInForm] : []), ...(inForm.length > 0 ? [allInQuery] : [])];
}

function repeatedName({ query, body }: View): string | undefined {
  const names = [...query, ...(body.kind === 'form' ? body.pairs : [])].map(({ name }) => name);
  const repeated = names.find((name, at) => names.indexOf(name) < at);
  // A name is the bot's, and may be anything.
  return repeated !== undefined && /^[\w.-]{1,40}$/.test(repeated) && !holdsToken(repeated) ? repeated : undefined;
}

function textOf(body: Uint8Array): string {
  if (!isUtf8(body)) throw refusal('encoding');
  const text = Buffer.from(body).toString('utf8');
  if (text.startsWith('\ufeff') || text.includes('\u0000')) throw refusal('encoding');
  return text;
}

/**
 * The only reading there is. A signed one goes before a public one of the same address, and a path of fixed words before one
 * with a parameter there, as exchanges route. Endpoints that make the same request to the byte are one, which needs the
 * strictest permission among them.
 */
function theOne(readings: readonly Reading[]): Reading {
  const signed = readings.filter(({ isSigned }) => isSigned);
  const kept = signed.length > 0 ? signed : readings;
  const least = Math.min(...kept.map(lettersGiven));
  const nearest = kept.filter((reading) => lettersGiven(reading) === least);
  const requests = new Set(nearest.map((reading) => JSON.stringify(reading.signed)));
  if (requests.size > 1) throw refusal('several-endpoints');
  // Of the very same request, what is known by one name is known by the other.
  const known = nearest.filter(({ endpoint }) => endpoint.needs !== 'raw');
  return (known.length > 0 ? known : nearest).reduce((one, other) => (isStricter(other, one) ? other : one));
}

/** How much of the path is not the endpoint's own. */
const lettersGiven = ({ match }: Reading): number => Object.values(match.pathParams).join('').length;

const isStricter = ({ endpoint: { needs: a } }: Reading, { endpoint: { needs: b } }: Reading): boolean =>
  a !== b && stricter(a, b) === a;
