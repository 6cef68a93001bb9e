import { expect, test } from 'vitest';
import { hideSecretShapes, redactValue } from '../../../shared/redact.ts';

const allowed = new Set(['result', 'txid', 'pair', 'volume', 'rows']);

test('only the fields on the list are shown; any other is its type and size', () => {
  const answer = {
    result: { txid: ['OABC', 'ODEF'], pair: 'XBTUSD', volume: 2, note: 'x'.repeat(44), fee: 0.1 },
    error: ['E'],
  };
  expect(redactValue(answer, allowed)).toEqual({
    result: { txid: ['OABC', 'ODEF'], pair: 'XBTUSD', volume: 2, note: 'string(44)', fee: 'number' },
    error: 'array(1)',
  });
});

test('an unknown object is not looked into, even for names on the list', () => {
  expect(redactValue({ secretStuff: { pair: 'XBTUSD' } }, allowed)).toEqual({ secretStuff: 'object(1)' });
});

test('a bare text, number or list element without a name is not shown', () => {
  expect(redactValue('token', allowed)).toBe('string(5)');
  expect(redactValue([1, 'ab', { pair: 'X' }], allowed)).toEqual(['number', 'string(2)', 'object(1)']);
});

test('a name can hide no secret, and __proto__ changes nothing', () => {
  const value = JSON.parse(`{"__proto__":{"pair":"x"},"kb_${'a'.repeat(43)}":1,"${'n'.repeat(90)}":2}`);
  const shown = redactValue(value, allowed);
  expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
  expect(Object.entries(shown ?? {})).toEqual([
    ['__proto__', 'object(1)'],
    ['kb_[hidden]', 'number'],
    ['name(90)', 'number'],
  ]);
});

test('what JSON cannot hold is named by its type, and endless nesting ends', () => {
  const loop: Record<string, unknown> = { pair: () => 1, volume: 10n };
  loop['result'] = loop;
  expect(redactValue({ pair: () => 1, volume: Number.NaN, txid: undefined }, allowed)).toEqual({
    pair: 'function',
    volume: 'number',
    txid: null,
  });
  expect(JSON.stringify(redactValue(loop, allowed))).toContain('object(3)');
});

const signature = 'q'.repeat(86);
test.each([
  ['a bot token', `token kb_${'A1_-'.repeat(10)}abc refused`, 'A1_-A1'],
  ['an otpauth link', 'scan otpauth://totp/Kraken:me?secret=JBSWY3DPEHPK3PXP&issuer=Kraken now', 'JBSWY3DP'],
  ['a migration link', 'otpauth-migration://offline?data=CjEKCkhello', 'CjEKCk'],
  ['a code in a form', 'nonce=1&otp=123456&pair=X', '123456'],
  ['a code in JSON', '{"otp":"12345678"}', '12345678'],
  ['a code in JSON inside JSON', '"{\\"otp\\":\\"123456\\"}"', '123456'],
  ['a fixed second password in a form', 'otp=correct-horse&nonce=1', 'correct-horse'],
  ['a Kraken key header', 'API-Key: abcDEF123/+x', 'abcDEF123'],
  ['a Kraken signature header', `"API-Sign":"${signature}=="`, 'qqqq'],
  ['a key header of others', 'X-MBX-APIKEY: shortkey', 'shortkey'],
  ['an apiKey member', "{ apiKey: 'shortkey' }", 'shortkey'],
  ['a signature in a query', '?symbol=X&signature=deadbeef&x=1', 'deadbeef'],
  ['a bearer token', 'Authorization: Bearer abc.def-ghi', 'abc.def'],
  ['a long base64 text', `left ${'Zm9v'.repeat(14)}== right`, 'Zm9v'],
  ['a long hex text', `sig ${'0af1'.repeat(16)}`, '0af1'],
])('%s is hidden', (_what, text, planted) => {
  const shown = hideSecretShapes(text);
  expect(shown).not.toContain(planted);
  expect(shown).toContain('[hidden]');
});

test.each([
  'EAPI:Invalid key',
  'EAPI:Invalid signature',
  'EGeneral:Invalid arguments:volume minimum not met',
  '{"otp":true,"code":"CODE_REJECTED","n":123456}',
  'private/AddOrder BTC/USD OQCLML-BW3P3-BUCMWZ 5e9a1ab7-6f3f-4a0c-8a57-0d8f0b6f3c11',
  'call_abcdefghijklmnopqrstuvwxyz 2026-11-22T08:00:00.000Z',
])('"%s" stays as it is', (text) => {
  expect(hideSecretShapes(text)).toBe(text);
});

test.each([
  ['words', 'otp api-key signature= '.repeat(10_000)],
  ['one letter', 'a'.repeat(200_000)],
  ['dashes', 'a-'.repeat(100_000)],
  ['spaces', `signature${' '.repeat(200_000)}`],
  ['beginnings of tokens', 'kb_'.repeat(60_000)],
])('a hostile text of many %s is searched in time that grows with its length', (_what, text) => {
  const start = performance.now();
  hideSecretShapes(text);
  expect(performance.now() - start).toBeLessThan(1000);
});
