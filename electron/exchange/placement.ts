/** Where an exchange wants the one-time code of a private request, and how it asks for it. */
import type { Endpoint } from './endpoints.ts';

export interface Placement {
  /** ccxt's names of the endpoints that take a code. */
  readonly endpoints: readonly string[] | 'every private one';
  /** A parameter is signed with the rest; a header is added after signing. */
  readonly in: 'parameter' | 'header';
  readonly name: string;
  /** What goes with the code, always the same. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Where the code is sent only once the exchange has asked for it: how it asks. Left out, it always goes along. */
  readonly asksBy?: 'HTTP 402' | 'challenge';
  /** Does the exchange say that it takes each code once? */
  readonly worksOnce?: boolean;
  /** Does ccxt's adapter insist on a seed of its own before it sends anything? */
  readonly needsSeed?: boolean;
  /** How it was checked that this is right: by a fake after the exchange's documents, or not at all. */
  readonly checked: 'tested against a fake' | 'unverified';
  readonly source: string;
}

const tested = 'tested against a fake';

/** By ccxt's id. Where a code comes by SMS or mail, or is confirmed on a phone, no program can make it. */
export const placements: ReadonlyMap<string, Placement> = new Map<string, Placement>([
  [
    'kraken',
    {
      ...{ endpoints: 'every private one', in: 'parameter', name: 'otp', checked: tested },
      source: 'https://docs.kraken.com/exchange/guides/rest/authentication',
    },
  ],
  [
    'deribit',
    {
      ...{ endpoints: ['privateGetWithdraw', 'privateGetSubmitTransferToUser'], in: 'parameter' },
      ...{ name: 'authorization_data', asksBy: 'challenge', worksOnce: true, checked: tested },
      source: 'https://docs.deribit.com/articles/security-keys; errors 12000, 12998, 12999, 13003',
    },
  ],
  [
    'ndax',
    {
      ...{ endpoints: ['privatePostCreateWithdrawTicket'], in: 'parameter', name: 'TFaCode' },
      ...{ beside: { TfaType: 'Google' }, needsSeed: true, checked: 'unverified' },
      source: 'https://apidoc.ndax.io/#createwithdrawticket; ccxt 4.5.84 js/src/ndax.js:2670-2680',
    },
  ],
  [
    'bitbank',
    {
      ...{ endpoints: ['privatePostUserRequestWithdrawal'], in: 'parameter', name: 'otp_token', checked: tested },
      source: 'github.com/bitbankinc/bitbank-api-docs rest-api.md, POST /user/request_withdrawal',
    },
  ],
  [
    'bitflyer',
    {
      ...{ endpoints: ['privatePostWithdraw'], in: 'parameter', name: 'code', checked: tested },
      source: 'https://lightning.bitflyer.com/docs, POST /v1/me/withdraw',
    },
  ],
  [
    'coinbase',
    {
      ...{ endpoints: ['v2PrivatePostAccountsAccountIdTransactions'], in: 'header', name: 'CB-2FA-TOKEN' },
      ...{ asksBy: 'HTTP 402', checked: tested },
      source: 'https://docs.cdp.coinbase.com/coinbase-app/oauth2-integration/2fa',
    },
  ],
  [
    'coinbaseexchange',
    {
      ...{ endpoints: ['privatePostWithdrawalsCrypto'], in: 'parameter', name: 'two_factor_code', checked: tested },
      source: 'https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/transfers/withdraw-to-crypto-address',
    },
  ],
  [
    'hollaex',
    {
      ...{ endpoints: ['privatePostUserWithdrawal'], in: 'parameter', name: 'otp_code', checked: 'unverified' },
      source: 'older documents of HollaEx; ccxt 4.5.84 js/src/hollaex.js:1886-1919',
    },
  ],
  [
    'phemex',
    {
      ...{ endpoints: ['privatePostExchangeWalletsCreateWithdraw'], in: 'parameter', name: 'otpCode' },
      checked: 'unverified',
      source: 'ccxt 4.5.84 js/src/phemex.js:281',
    },
  ],
]);

/** Where the code of a request goes; undefined where the exchange wants none for it. */
export function placementOf(exchange: string, { id }: Pick<Endpoint, 'id'>): Placement | undefined {
  const placement = placements.get(exchange);
  if (placement === undefined) return undefined;
  return placement.endpoints === 'every private one' || placement.endpoints.includes(id) ? placement : undefined;
}

/** What is sent with a code in it. */
export interface Placed {
  readonly params: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Takes: challenge = what the exchange said when it asked, where it did. */
export function placeCode(
  { in: place, name, beside = {} }: Placement,
  params: Readonly<Record<string, unknown>>,
  code: string,
  challenge?: string,
): Placed {
  if (place === 'header') return { params, headers: { [name]: code } };
  const answer = challenge === undefined ? {} : { challenge };
  return { params: { ...params, ...beside, ...answer, [name]: code }, headers: {} };
}

/**
 * Does an answer ask for the code of a request that carried none? Nothing was executed then.
 * Takes: status = of the HTTP answer; body = its text. Gives: the challenge to send back, '' where there is none;
 * undefined where the answer asks for nothing.
 */
export function asksForCode({ asksBy }: Placement, status: number, body: string | undefined): string | undefined {
  if (asksBy === 'HTTP 402') return status === 402 ? '' : undefined;
  if (asksBy !== 'challenge' || body === undefined) return undefined;
  const answer = parse(body);
  const said = read(answer, 'result') ?? read(read(answer, 'error'), 'data');
  if (read(said, 'security_key_authorization_required') !== true) return undefined;
  const challenge = read(said, 'challenge');
  return typeof challenge === 'string' ? challenge : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (fault) {
    if (fault instanceof SyntaxError) return undefined;
    throw fault;
  }
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
