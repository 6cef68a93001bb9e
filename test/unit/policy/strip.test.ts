import { describe, expect, test } from 'vitest';
import { stripArgs, stripFinal, stripParams } from '../../../electron/policy/strip.ts';

describe('on its way in, a bot loses', () => {
  const names = [
    'nonce',
    'Nonce',
    'NONCE',
    ' nonce ',
    'nonce[]',
    'nonce[0]',
    'otp',
    'OTP',
    'Otp',
    'o-t-p',
    'otp\u0000',
    '\uff4f\uff54\uff50',
    '2fa',
    'twofa',
    'API-Key',
    'api-key',
    'api_key',
    'apiKey',
    'API-Sign',
    'secret',
    'signature',
    'sign',
    'password',
    'privateKey',
    'headers',
    'Authorization',
    'maxRetriesOnFailure',
    'maxRetriesOnFailureDelay',
    'defaultMaxRetriesOnFailure',
    'maxRetries',
    '__proto__',
  ];

  test.each(names)('%j', (name) => {
    expect(
      stripParams(
        'kraken',
        Object.fromEntries([
          [name, 'x'],
          ['pair', 'XXBTZUSD'],
        ]),
      ),
    ).toEqual({ pair: 'XXBTZUSD' });
  });

  test.each([
    ['deribit', 'tfa'],
    ['bitflyer', 'code'],
    ['hollaex', 'otp_code'],
    ['coinbase', 'CB-2FA-TOKEN'],
    ['bitbank', 'sms_token'],
  ])('on %s, also %s', (exchange, name) => {
    expect(stripParams(exchange, { [name]: '123456', amount: '1' })).toEqual({ amount: '1' });
  });

  test('nothing that is only named alike', () => {
    const params = {
      code: 'USD',
      type: 'sell',
      deadline: '2026-11-22T10:00:00Z',
      userref: 7,
      clientOrderId: 'x',
      pair: 'XXBTZUSD',
      signal: 1,
    };
    expect(stripParams('kraken', params)).toEqual(params);
  });
});

test('a nonce or a code is found at any depth, in batches too', () => {
  const order = { symbol: 'BTC/USD', amount: '1', params: { otp: '1', cost: '5', deep: [{ Nonce: 2, kept: true }] } };
  expect(
    stripArgs('kraken', [[order], 'BTC/USD', 0.5, null, { nonce: 1, orders: [{ otp: 'x', volume: '1' }] }]),
  ).toEqual([
    [{ symbol: 'BTC/USD', amount: '1', params: { cost: '5', deep: [{ kept: true }] } }],
    'BTC/USD',
    0.5,
    null,
    { orders: [{ volume: '1' }] },
  ]);
});

test("the bot's own object is not changed", () => {
  const params = { otp: '1', pair: 'x' };
  stripParams('kraken', params);
  expect(params).toEqual({ otp: '1', pair: 'x' });
});

test('something nested without end is cut off, and nothing overflows', () => {
  let nest: unknown = { otp: 1 };
  for (let depth = 0; depth < 5_000; depth++) nest = { inner: nest };
  expect(JSON.stringify(stripParams('kraken', { nest }))).not.toContain('otp');
});

test('a final request keeps what ccxt itself signed with, where the agent adds no code', () => {
  const signed = { action: {}, nonce: 1, signature: 'x' };
  expect(stripFinal('hyperliquid', signed)).toEqual(signed);
  expect(stripFinal('kraken', { pair: 'x', nonce: 1, otp: '1' })).toEqual({ pair: 'x' });
});
