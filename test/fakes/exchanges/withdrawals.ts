/** Exchanges that want a one-time code for withdrawals: each checks the signature and the code by its own document. */
import { readBase32, stepOfCode } from '../../../electron/practice/code.ts';
import { coinbase } from './coinbase.ts';
import type { FakeAnswer, FakeExchange, FakeRequest } from './fake.ts';
import { headerOf, hmacBase64, hmacHex, isFresh, readJson } from './signing.ts';

/** The account's set-up key, in base32. */
export const accountSeed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const seed = readBase32(accountSeed);

export interface WithdrawingFake extends FakeExchange {
  /** What a bot calls, and with what. */
  readonly withdrawal: { readonly method: string; readonly params: Readonly<Record<string, unknown>> };
}

const isCode = (code: unknown): boolean => typeof code === 'string' && stepOfCode(seed, code, Date.now()) !== undefined;
const apiKey = 'key-of-a-fake-exchange';
const secret = 'secret-of-a-fake-exchange';

/** Source: github.com/bitbankinc/bitbank-api-docs rest-api.md, "Authorization", "New withdrawal request"; errors.md 20011. */
const bitbank = (): WithdrawingFake => ({
  ...{ id: 'bitbank', credentials: { apiKey, secret }, symbol: 'BTC/JPY' },
  withdrawal: { method: 'privatePostUserRequestWithdrawal', params: { asset: 'btc', uuid: 'an-address', amount: '1' } },
  answer: ({ method, path, headers, body }) => {
    const [timeMs, windowMs] = [headerOf(headers, 'access-request-time'), headerOf(headers, 'access-time-window')];
    const mac = hmacHex('sha256', secret, `${timeMs}${windowMs}${body}`);
    const refusal = (code: number): FakeAnswer => ({ body: { success: 0, data: { code } } });
    if (headerOf(headers, 'access-signature') !== mac || !isFresh(Number(timeMs))) return refusal(20_001);
    if (`${method} ${path}` !== 'POST /v1/user/request_withdrawal') return refusal(10_000);
    return isCode(readJson(body)['otp_token']) ? { body: { success: 1, data: { uuid: 'done' } } } : refusal(20_011);
  },
});

/** Source: lightning.bitflyer.com/docs, "Authentication", "Withdrawing Funds" (withdraw to a bank, two-factor "code"). */
const bitflyer = (): WithdrawingFake => ({
  ...{ id: 'bitflyer', credentials: { apiKey, secret }, symbol: 'BTC/JPY' },
  withdrawal: {
    method: 'privatePostWithdraw',
    params: { currency_code: 'JPY', bank_account_id: 1234, amount: 12_000 },
  },
  answer: ({ method, path, headers, body }) => {
    const mac = hmacHex('sha256', secret, `${headerOf(headers, 'access-timestamp')}${method}${path}${body}`);
    if (headerOf(headers, 'access-sign') !== mac)
      return { status: 401, body: { status: -500, error_message: 'Invalid signature', data: null } };
    if (`${method} ${path}` !== 'POST /v1/me/withdraw') return { status: 404, body: { status: -1 } };
    return isCode(readJson(body)['code'])
      ? { body: { message_id: 'done' } }
      : { status: 400, body: { status: -700, error_message: 'This account requires a code', data: null } };
  },
});

/** Source: docs.deribit.com/articles/authentication (deri-hmac-sha256) and /articles/security-keys; each code works once. */
const deribit = (): WithdrawingFake => {
  const used = new Set<string>();
  const challenges = new Set<string>();
  return {
    ...{ id: 'deribit', credentials: { apiKey, secret }, symbol: 'BTC/USD:BTC' },
    withdrawal: { method: 'privateGetWithdraw', params: { currency: 'BTC', address: 'an-address', amount: 1 } },
    answer: ({ method, path, query, headers, body }) => {
      if (path === '/api/v2/public/get_time') return { body: { jsonrpc: '2.0', result: Date.now() } };
      const refusal = (code: number, message: string): FakeAnswer => ({
        ...{ status: 400, body: { jsonrpc: '2.0', error: { code, message } } },
      });
      const [, ts = '', sig = '', nonce = ''] =
        /ts=(\d+),sig=([0-9a-f]+),nonce=(\d+)$/.exec(headerOf(headers, 'authorization')) ?? [];
      const data = `${ts}\n${nonce}\n${method}\n${path}?${query}\n${body}\n`;
      if (sig !== hmacHex('sha256', secret, data) || !isFresh(Number(ts)))
        return refusal(13_004, 'invalid_credentials');
      if (path !== '/api/v2/private/withdraw') return refusal(11_050, 'bad_request');
      const params = new URLSearchParams(query);
      const code = params.get('authorization_data');
      if (code === null) {
        const challenge = `challenge-${challenges.size}`;
        challenges.add(challenge);
        const asking = { security_key_authorization_required: true, challenge, rp_id: 'fake', security_keys: [] };
        return { body: { jsonrpc: '2.0', result: asking } };
      }
      if (!isCode(code) || !challenges.delete(params.get('challenge') ?? '')) return refusal(12_000, 'bad_tfa');
      if (used.has(code)) return refusal(12_999, 'tfa_used');
      used.add(code);
      return { body: { jsonrpc: '2.0', result: { id: 1, state: 'unconfirmed' } } };
    },
  };
};

/** Source: docs.cdp.coinbase.com exchange REST "Authentication", "Withdraw to crypto address" (two_factor_code). */
const coinbaseexchange = (): WithdrawingFake => ({
  id: 'coinbaseexchange',
  credentials: { apiKey, secret: Buffer.from(secret).toString('base64'), password: 'passphrase' },
  symbol: 'BTC/USD',
  withdrawal: {
    method: 'privatePostWithdrawalsCrypto',
    params: { amount: '1', currency: 'BTC', crypto_address: 'an-address' },
  },
  answer: ({ method, path, headers, body }) => {
    if (path === '/time') return { body: { iso: new Date().toISOString(), epoch: Date.now() / 1000 } };
    const mac = hmacBase64('sha256', secret, `${headerOf(headers, 'cb-access-timestamp')}${method}${path}${body}`);
    if (headerOf(headers, 'cb-access-sign') !== mac) return { status: 401, body: { message: 'invalid signature' } };
    if (`${method} ${path}` !== 'POST /withdrawals/crypto') return { status: 404, body: { message: 'NotFound' } };
    return isCode(readJson(body)['two_factor_code'])
      ? { body: { id: 'done', amount: '1', currency: 'BTC' } }
      : { status: 400, body: { message: 'two_factor_code is required' } };
  },
});

/** Source: docs.cdp.coinbase.com/coinbase-app/oauth2-integration/2fa: HTTP 402, then the same request with CB-2FA-TOKEN. */
const coinbaseWithCodes = (): WithdrawingFake => {
  const plain = coinbase();
  const answer = (request: FakeRequest): FakeAnswer => {
    const before = plain.answer(request);
    const isSending = `${request.method} ${request.path}` === 'POST /v2/accounts/BTC/transactions';
    // The plain fake has checked the signature, and knows no such path.
    if (!isSending || before.status !== 404) return before;
    if (isCode(headerOf(request.headers, 'cb-2fa-token'))) return { body: { data: { id: 'done', type: 'send' } } };
    const error = { id: 'two_factor_required', message: 'Two-step verification code required' };
    return { status: 402, body: { errors: [error] } };
  };
  const params = { account_id: 'BTC', type: 'send', to: 'an-address', amount: '1', currency: 'BTC' };
  return { ...plain, withdrawal: { method: 'v2PrivatePostAccountsAccountIdTransactions', params }, answer };
};

export const withdrawingFakes = [bitbank, bitflyer, deribit, coinbaseexchange, coinbaseWithCodes];
