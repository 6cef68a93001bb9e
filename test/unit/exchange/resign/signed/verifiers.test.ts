/** The verifiers themselves: what the exchanges' documents show is valid, and every departure from it is refused by its name. */
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { binanceVerifier } from '../../../../fakes/signed/binance.ts';
import { bitfinexVerifier } from '../../../../fakes/signed/bitfinex.ts';
import { bybitVerifier } from '../../../../fakes/signed/bybit.ts';
import { coinbaseVerifier } from '../../../../fakes/signed/coinbase.ts';
import { krakenVerifier } from '../../../../fakes/signed/kraken.ts';
import { okxVerifier } from '../../../../fakes/signed/okx.ts';
import type { WireRequest } from '../../../../fakes/signed/wire.ts';
import binanceExamples from '../../../../vectors/binance-signed.json' with { type: 'json' };
import krakenExample from '../../../../vectors/kraken-api-sign.json' with { type: 'json' };

const form = 'application/x-www-form-urlencoded';
const json = 'application/json';
const now = 1_700_000_000_000;

function wire(method: string, target: string, headers: Readonly<Record<string, string>>, body = ''): WireRequest {
  return { method, target, headers: Object.entries(headers), body: Buffer.from(body) };
}

describe('Kraken', () => {
  const { path, body, secret, apiSign } = krakenExample;
  const account = { apiKey: 'key', secret };
  const headers = { 'API-Key': 'key', 'API-Sign': apiSign, 'Content-Type': form };
  const signed = (text: string, nonce: string, more: object = {}): WireRequest => {
    const digest = createHash('sha256')
      .update(nonce + text)
      .digest();
    const signature = createHmac('sha512', Buffer.from(secret, 'base64')).update(path).update(digest).digest('base64');
    return wire('POST', path, { ...headers, 'API-Sign': signature, ...more }, text);
  };

  test("the document's example is valid once, and not again with the same nonce", () => {
    const verifier = krakenVerifier(account);
    expect(verifier.verify(wire('POST', path, headers, body))).toBe('valid');
    expect(verifier.verify(wire('POST', path, headers, body))).toBe('nonce');
    expect(verifier.verify(signed('nonce=1616492376595', '1616492376595'))).toBe('valid');
    expect(verifier.verify(signed('nonce=7', '7'))).toBe('nonce');
  });

  test('what is changed by a letter is refused', () => {
    const asked = wire('POST', path, headers, body);
    const verify = (changes: Partial<WireRequest>) => krakenVerifier(account).verify({ ...asked, ...changes });
    expect(verify({})).toBe('valid');
    expect(verify({ body: Buffer.from(body.replace('1.25', '1.26')) })).toBe('signature');
    expect(verify({ target: '/0/private/EditOrder' })).toBe('signature');
    expect(verify({ headers: Object.entries({ ...headers, 'API-Sign': 'x' }) })).toBe('signature');
    expect(verify({ headers: Object.entries({ ...headers, 'API-Key': 'another' }) })).toBe('key');
    expect(verify({ headers: Object.entries({ ...headers, 'Content-Type': json }) })).toBe('form');
    expect(verify({ method: 'GET' })).toBe('form');
    expect(verify({ target: `${path}?a=1` })).toBe('form');
    expect(krakenVerifier({ ...account, secret: 'b3RoZXI=' }).verify(asked)).toBe('signature');
  });

  test('JSON is signed as it is written, nested lists and all', () => {
    const text = '{"orders":[{"volume":"1"}],"nonce":1616492376594123456}';
    expect(krakenVerifier(account).verify(signed(text, '1616492376594123456', { 'Content-Type': json }))).toBe('valid');
    const lying = signed(text, '1616492376594123456', { 'Content-Type': form });
    expect(krakenVerifier(account).verify(lying)).toBe('form');
  });

  test('a key with a second factor needs its code of this moment, and one without it takes none', () => {
    const withCode = () => krakenVerifier({ ...account, code: () => '123456' });
    expect(withCode().verify(signed('nonce=1&otp=123456', '1'))).toBe('valid');
    expect(withCode().verify(signed('nonce=1&otp=654321', '1'))).toBe('code');
    expect(withCode().verify(signed('nonce=1', '1'))).toBe('code');
    expect(krakenVerifier(account).verify(signed('nonce=1&otp=123456', '1'))).toBe('code');
    expect(krakenVerifier(account).verify(signed('nonce=', ''))).toBe('nonce');
    expect(krakenVerifier(account).verify(signed('nonce=18446744073709551616', '18446744073709551616'))).toBe('nonce');
  });
});

describe('Binance', () => {
  const { apiKey, secret, timestamp, examples } = binanceExamples;
  const headers = { 'X-MBX-APIKEY': apiKey, 'Content-Type': form };
  const path = '/api/v3/order';
  const at = (ms: number) => binanceVerifier({ apiKey, secret }, () => timestamp + ms);

  test.each(examples)("the document's example $about is valid", ({ query, body }) => {
    const asked = wire('POST', query === '' ? path : `${path}?${query}`, headers, body);
    expect(at(0).verify(asked)).toBe('valid');
    expect(at(5_000).verify(asked)).toBe('valid');
    expect(at(5_001).verify(asked)).toBe('timestamp');
    expect(at(-1_000).verify(asked)).toBe('timestamp');
    expect(at(0).verify({ ...asked, headers: [['X-MBX-APIKEY', 'another']] })).toBe('key');
    expect(binanceVerifier({ apiKey, secret: 'other' }, () => timestamp).verify(asked)).toBe('signature');
  });

  test('an order of other names, a missing signature and one before the end are refused', () => {
    const [first] = examples;
    const body = first?.body ?? '';
    const verify = (text: string) => at(0).verify(wire('POST', path, headers, text));
    expect(verify(body)).toBe('valid');
    expect(verify(body.replace('side=BUY&type=LIMIT', 'type=LIMIT&side=BUY'))).toBe('signature');
    expect(verify(body.replace(/&signature=.*/, ''))).toBe('signature');
    expect(verify(`${body}&price=9`)).toBe('signature');
    expect(verify(body.replace(/[0-9a-f]{64}/, (text) => text.toUpperCase()))).toBe('valid');
    expect(at(0).verify(wire('GET', path, headers, body))).toBe('form');
  });

  test.each(['rsa', 'ed25519'] as const)('a key pair (%s) is verified by its public half', (kind) => {
    const pair = kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
    const verifier = binanceVerifier({ apiKey, secret: pair.publicKey }, () => now);
    const text = `symbol=LTCBTC&timestamp=${now}`;
    const signature = sign(kind === 'rsa' ? 'sha256' : null, Buffer.from(text), pair.privateKey).toString('base64');
    const ask = (query: string) => verifier.verify(wire('GET', `${path}?${query}`, headers));
    expect(ask(`${text}&signature=${encodeURIComponent(signature)}`)).toBe('valid');
    expect(ask(`${text.replace('LTC', 'ETH')}&signature=${encodeURIComponent(signature)}`)).toBe('signature');
  });
});

describe('Bybit', () => {
  // The document shows what is signed, letter by letter, and no secret.
  const headers = (signed: string, more: object = {}) => ({
    ...{ 'X-BAPI-API-KEY': 'XXXXXXXXXX', 'X-BAPI-TIMESTAMP': '1658384314791', 'X-BAPI-RECV-WINDOW': '5000' },
    'X-BAPI-SIGN': createHmac('sha256', 'secret').update(signed).digest('hex'),
    ...{ 'Content-Type': json, ...more },
  });
  const at = (ms: number) => bybitVerifier({ apiKey: 'XXXXXXXXXX', secret: 'secret' }, () => 1_658_384_314_791 + ms);
  const query = 'category=option&symbol=BTC-29JUL22-25000-C';

  test("a query is signed as in the document's example, within its window", () => {
    const signed = headers(`1658384314791XXXXXXXXXX5000${query}`);
    const verify = (ms: number, target: string, more: object = {}) =>
      at(ms).verify(wire('GET', target, { ...signed, ...more }));
    expect(verify(0, `/v5/order/realtime?${query}`)).toBe('valid');
    expect(verify(5_000, `/v5/order/realtime?${query}`)).toBe('valid');
    expect(verify(5_001, `/v5/order/realtime?${query}`)).toBe('timestamp');
    expect(verify(-1_000, `/v5/order/realtime?${query}`)).toBe('timestamp');
    expect(verify(0, `/v5/order/realtime?${query}&limit=1`)).toBe('signature');
    expect(verify(0, `/v5/order/realtime?${query}`, { 'X-BAPI-API-KEY': 'other' })).toBe('key');
  });

  test('a body is signed as it is written', () => {
    const body = '{"category": "option"}';
    const signed = headers(`1658384314791XXXXXXXXXX5000${body}`);
    expect(at(0).verify(wire('POST', '/v5/order/create', signed, body))).toBe('valid');
    expect(at(0).verify(wire('POST', '/v5/order/create', signed, '{"category":"option"}'))).toBe('signature');
    expect(at(0).verify(wire('POST', '/v5/order/create', { ...signed, 'Content-Type': form }, body))).toBe('form');
  });
});

describe('OKX', () => {
  const account = { apiKey: 'key', secret: 'secret', passphrase: 'phrase' };
  const timestamp = new Date(now).toISOString();
  const target = '/api/v5/account/balance?ccy=BTC';
  const headersOf = (signed: string) => ({
    ...{ 'OK-ACCESS-KEY': 'key', 'OK-ACCESS-TIMESTAMP': timestamp, 'OK-ACCESS-PASSPHRASE': 'phrase' },
    ...{ 'OK-ACCESS-SIGN': createHmac('sha256', 'secret').update(signed).digest('base64'), 'Content-Type': json },
  });

  test("timestamp, method, path with query and body are signed, as in the document's example", () => {
    const at = (ms: number) => okxVerifier(account, () => now + ms);
    const headers = headersOf(`${timestamp}GET${target}`);
    expect(at(0).verify(wire('GET', target, headers))).toBe('valid');
    expect(at(30_001).verify(wire('GET', target, headers))).toBe('timestamp');
    expect(at(0).verify(wire('GET', target.replace('BTC', 'ETH'), headers))).toBe('signature');
    expect(at(0).verify(wire('GET', target, { ...headers, 'OK-ACCESS-PASSPHRASE': 'x' }))).toBe('passphrase');
    expect(at(0).verify(wire('GET', target, { ...headers, 'OK-ACCESS-KEY': 'x' }))).toBe('key');
    expect(at(0).verify(wire('GET', target, { ...headers, 'x-simulated-trading': '1' }))).toBe('form');
  });
});

describe('Coinbase', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const path = '/api/v3/brokerage/accounts';
  const second = now / 1000;
  const head = { alg: 'ES256', kid: 'name', nonce: '0123456789abcdef', typ: 'JWT' };
  const claims = { iss: 'cdp', sub: 'name', nbf: second, exp: second + 120, uri: `GET api.coinbase.com${path}` };
  const ask = (changes: object = {}, top: object = {}, target = path) => {
    const parts = [
      { ...head, ...top },
      { ...claims, ...changes },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
    const signature = sign('sha256', Buffer.from(parts.join('.')), key).toString('base64url');
    return wire('GET', target, { Authorization: `Bearer ${parts.join('.')}.${signature}`, Host: 'api.coinbase.com' });
  };
  const verify = (request: WireRequest, ms = 0) =>
    coinbaseVerifier({ apiKey: 'name', secret: pair.publicKey }, () => now + ms).verify(request);

  test('a JWT is good for one method, host and path, without the query, for two minutes and once', () => {
    expect(verify(ask())).toBe('valid');
    expect(verify(ask({}, {}, `${path}?limit=250`))).toBe('valid');
    expect(verify(ask({}, {}, `${path}/1`))).toBe('signature');
    expect(verify(ask({ uri: `POST api.coinbase.com${path}` }))).toBe('signature');
    expect(verify(ask({ uri: `GET api.evil.com${path}` }))).toBe('signature');
    expect(verify(ask(), 120_000)).toBe('timestamp');
    expect(verify(ask({ exp: second + 3_600 }))).toBe('timestamp');
    expect(verify(ask({ sub: 'other' }))).toBe('key');
    expect(verify(ask({}, { kid: 'other' }))).toBe('key');
    expect(verify(ask({}, { alg: 'none' }))).toBe('signature');
    expect(verify(ask({}, { nonce: undefined }))).toBe('nonce');
    const verifier = coinbaseVerifier({ apiKey: 'name', secret: pair.publicKey }, () => now);
    expect([verifier.verify(ask()), verifier.verify(ask())]).toEqual(['valid', 'nonce']);
  });

  test('a JWT of another key is refused', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(coinbaseVerifier({ apiKey: 'name', secret: other.publicKey }, () => now).verify(ask())).toBe('signature');
  });
});

describe('Bitfinex', () => {
  const account = { apiKey: 'key', secret: 'secret' };
  const ask = (nonce: string, body = '{}', more: object = {}) => {
    const signed = `/api/v2/auth/r/wallets${nonce}${body}`;
    const signature = createHmac('sha384', 'secret').update(signed).digest('hex');
    const headers = { 'bfx-apikey': 'key', 'bfx-nonce': nonce, 'bfx-signature': signature, 'Content-Type': json };
    return wire('POST', '/v2/auth/r/wallets', { ...headers, ...more }, body);
  };

  test("what the document's example signs is valid, with a nonce that rises", () => {
    const verifier = bitfinexVerifier(account);
    expect(verifier.verify(ask('1700000000000000'))).toBe('valid');
    expect(verifier.verify(ask('1700000000000000'))).toBe('nonce');
    expect(verifier.verify(ask('1700000000000001'))).toBe('valid');
    expect(verifier.verify(ask('9007199254740992'))).toBe('nonce');
    expect(verifier.verify(ask('1700000000000002', '{}', { 'bfx-apikey': 'x' }))).toBe('key');
    expect(verifier.verify({ ...ask('1700000000000002'), body: Buffer.from('{"a":1}') })).toBe('signature');
    expect(verifier.verify({ ...ask('1700000000000002'), target: '/v2/auth/r/orders' })).toBe('signature');
    expect(verifier.verify(ask('1700000000000002', 'hello'))).toBe('form');
  });
});
