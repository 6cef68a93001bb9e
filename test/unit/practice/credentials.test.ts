import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, open } from './fixture.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await open();
});
afterEach(() => bench.practice.close());

const wrongSecret = Buffer.alloc(64, 7).toString('base64');
const stepMs = 30_000;

test('a key with an app, one with a fixed word and one without 2FA all reach their balance', async () => {
  for (const label of [
    'practice-totp',
    'practice-password',
    'practice-none',
    'practice-mobile',
    'practice-restricted',
  ]) {
    expect(await bench.errorOf(label, 'Balance')).toBe('');
  }
});

test('a JSON body is taken like a form', async () => {
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { asJson: true })).toBe('');
});

test('a nonce past 2^53 in a JSON number keeps its digits', async () => {
  const nonce = '1772445600123456789';
  const { keyOf, practice } = bench;
  const key = keyOf('practice-none');
  const body = `{"nonce":${nonce}}`;
  const { readSecret, signatureOf } = await import('../../../electron/practice/signature.ts');
  const sign = signatureOf('/0/private/Balance', nonce, Buffer.from(body), readSecret(key.secret));
  const headers = { 'api-key': key.apiKey, 'api-sign': sign, 'content-type': 'application/json' };
  const response = await fetch(`${practice.url}/0/private/Balance`, { method: 'POST', headers, body });
  expect(await response.json()).toMatchObject({ error: [] });
  expect(await bench.errorOf('practice-none', 'Balance', {}, { nonce })).toBe('EAPI:Invalid nonce');
});

test('an unknown key is an invalid key, with or without headers', async () => {
  const address = `${bench.practice.url}/0/private/Balance`;
  const bare = await fetch(address, { method: 'POST', body: 'nonce=1' });
  expect(await bare.json()).toEqual({ error: ['EAPI:Invalid key'] });
  const headers = { 'api-key': 'nobody', 'api-sign': 'AAAA' };
  const wrong = await fetch(address, { method: 'POST', headers, body: 'nonce=1' });
  expect(await wrong.json()).toEqual({ error: ['EAPI:Invalid key'] });
});

test('a wrong secret, a missing code and a wrong code are all an invalid signature', async () => {
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { secret: wrongSecret })).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { otp: '' })).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { otp: '12345' })).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-password', 'Balance', {}, { otp: 'guess' })).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-password', 'Balance', {}, { otp: '' })).toBe('EAPI:Invalid signature');
});

test('a key without 2FA that is sent a code is an invalid key', async () => {
  expect(await bench.errorOf('practice-none', 'Balance', {}, { otp: '123456' })).toBe('EAPI:Invalid key');
});

test('a nonce must be greater than the last one of its key', async () => {
  const balance = (label: string, nonce: string) => bench.errorOf(label, 'Balance', {}, { nonce });
  expect(await balance('practice-none', '1000')).toBe('');
  expect(await balance('practice-none', '1000')).toBe('EAPI:Invalid nonce');
  expect(await balance('practice-none', '999')).toBe('EAPI:Invalid nonce');
  expect(await balance('practice-none', '1001')).toBe('');
  expect(await balance('practice-mobile', '5')).toBe('');
});

test('a nonce that is absent, negative, no number or past 64 bits is invalid', async () => {
  for (const nonce of ['', '-5', '1.5', 'abc', '18446744073709551616']) {
    expect(await bench.errorOf('practice-none', 'Balance', {}, { nonce })).toBe('EAPI:Invalid nonce');
  }
  expect(await bench.errorOf('practice-none', 'Balance', {}, { nonce: '18446744073709551615' })).toBe('');
});

test('a nonce is spent by a right signature alone', async () => {
  await bench.call('practice-totp', 'Balance', {}, { nonce: '500', secret: wrongSecret });
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { nonce: '500', otp: '' })).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-totp', 'Balance', {}, { nonce: '500' })).toBe('EAPI:Invalid nonce');
});

test('six refused credentials in a row lock a key for fifteen minutes', async () => {
  for (let refusal = 0; refusal < 6; refusal += 1) {
    expect(await bench.errorOf('practice-totp', 'Balance', {}, { otp: '000' })).toBe('EAPI:Invalid signature');
  }
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('EGeneral:Temporary lockout');
  expect(await bench.errorOf('practice-none', 'Balance')).toBe('');
  bench.pass(15 * 60_000 - 1);
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('EGeneral:Temporary lockout');
  bench.pass(1);
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('');
});

test('a success takes the count of refusals back to nothing', async () => {
  for (const round of [1, 2]) {
    for (let refusal = 0; refusal < 5; refusal += 1) {
      await bench.call('practice-totp', 'Balance', {}, { secret: wrongSecret });
    }
    expect(await bench.errorOf('practice-totp', 'Balance'), `round ${round}`).toBe('');
  }
});

test('wrong nonces never lock a key', async () => {
  await bench.call('practice-none', 'Balance', {}, { nonce: '900' });
  for (let refusal = 0; refusal < 12; refusal += 1) {
    expect(await bench.errorOf('practice-none', 'Balance', {}, { nonce: '1' })).toBe('EAPI:Invalid nonce');
  }
  expect(await bench.errorOf('practice-none', 'Balance', {}, { nonce: '901' })).toBe('');
});

test('the exchange takes a code one step early or late, and as often as it comes', async () => {
  const at = (timeMs: number) => bench.errorOf('practice-unlimited', 'Balance', {}, { timeMs });
  expect(await at(bench.now() - stepMs)).toBe('');
  expect(await at(bench.now() + stepMs)).toBe('');
  expect(await at(bench.now())).toBe('');
  expect(await at(bench.now())).toBe('');
  expect(await at(bench.now() - 2 * stepMs)).toBe('EAPI:Invalid signature');
  expect(await at(bench.now() + 2 * stepMs)).toBe('EAPI:Invalid signature');
});

test('told so, the exchange counts a code once a step', async () => {
  await bench.control('codes', { reuse: false });
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('');
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('EAPI:Invalid signature');
  expect(await bench.errorOf('practice-unlimited', 'Balance')).toBe('');
  bench.pass(stepMs);
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('');
  expect(await bench.errorOf('practice-password', 'Balance')).toBe('');
  expect(await bench.errorOf('practice-password', 'Balance')).toBe('');
  await bench.control('codes', { reuse: true });
  expect(await bench.errorOf('practice-totp', 'Balance')).toBe('');
});

test('a key for reading may neither place nor cancel', async () => {
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '100', volume: '1' };
  expect(await bench.errorOf('practice-restricted', 'OpenOrders')).toBe('');
  expect(await bench.errorOf('practice-restricted', 'AddOrder', order)).toBe('EGeneral:Permission denied');
  expect(await bench.errorOf('practice-restricted', 'CancelAll')).toBe('EGeneral:Permission denied');
  expect(await bench.errorOf('practice-restricted', 'GetWebSocketsToken')).toBe('EGeneral:Permission denied');
});

test('an expired key is an invalid key', async () => {
  expect(await bench.errorOf('practice-expiring', 'Balance')).toBe('');
  bench.pass(7 * 86_400_000);
  expect(await bench.errorOf('practice-expiring', 'Balance')).toBe('EAPI:Invalid key');
});

test('an unknown method is unknown to everybody, and private methods take POST alone', async () => {
  expect(await bench.errorOf('practice-totp', 'Nothing')).toBe('EGeneral:Unknown method');
  expect(await bench.errorOf('practice-totp', '__proto__')).toBe('EGeneral:Unknown method');
  const response = await fetch(`${bench.practice.url}/0/private/Balance`);
  expect(await response.json()).toEqual({ error: ['EGeneral:Unknown method'] });
});

test('a JSON body that is none is invalid arguments', async () => {
  const headers = { 'api-key': bench.keyOf('practice-none').apiKey, 'content-type': 'application/json' };
  for (const body of ['{', '[]', '7']) {
    const response = await fetch(`${bench.practice.url}/0/private/Balance`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ error: ['EGeneral:Invalid arguments'] });
  }
});

test('a key of tier pro is refused its twenty-first call at once, and gets one back a second', async () => {
  for (let count = 0; count < 20; count += 1) expect(await bench.errorOf('practice-none', 'Balance')).toBe('');
  expect(await bench.errorOf('practice-none', 'Balance')).toBe('EAPI:Rate limit exceeded');
  bench.pass(1000);
  expect(await bench.errorOf('practice-none', 'Balance')).toBe('');
  expect(await bench.errorOf('practice-none', 'Balance')).toBe('EAPI:Rate limit exceeded');
});

test('a key of tier unlimited is never called too often', async () => {
  for (let count = 0; count < 60; count += 1) expect(await bench.errorOf('practice-unlimited', 'Balance')).toBe('');
});

test("GetApiKeyInfo has Kraken's names, and tells the use before", async () => {
  const first = await bench.call('practice-restricted', 'GetApiKeyInfo', {}, { nonce: '77' });
  expect(first.result).toMatchObject({
    apiKeyName: 'practice-restricted',
    apiKey: bench.keyOf('practice-restricted').apiKey,
    nonce: '77',
    nonceWindow: 0,
    permissions: ['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger'],
    validUntil: '0',
    ipAllowlist: [],
    lastUsed: '0',
  });
  const usedMs = bench.now();
  bench.pass(60_000);
  const second = await bench.call('practice-restricted', 'GetApiKeyInfo', {}, { nonce: '78' });
  expect(second.result).toMatchObject({ lastUsed: String(usedMs / 1000) });
});
