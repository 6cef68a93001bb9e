import ccxt from 'ccxt';
import { expect, test } from 'vitest';
import manifest from '../../../../package.json' with { type: 'json' };
import { catalogue, exchangeFacts } from '../../../../shared/guidance/catalogue.ts';
import { exchangeName } from '../../../../shared/guidance/exchange-name.ts';

test('every exchange of the ccxt that is installed has its row, and no other has one', () => {
  // ccxt's own `version` lags behind its package: 4.5.84 says 4.5.83.
  expect(catalogue.ccxtVersion).toBe(manifest.dependencies.ccxt);
  expect(catalogue.exchanges.map(({ exchangeId }) => exchangeId).sort()).toEqual([...ccxt.exchanges].sort());
});

test('each exchange goes by the name that ccxt has for it, and no two by the same', () => {
  const names: Readonly<Record<string, unknown>> = ccxt;
  for (const { exchangeId } of catalogue.exchanges) {
    const Exchange = names[exchangeId];
    if (typeof Exchange !== 'function') throw new Error(`ccxt has no ${exchangeId}`);
    const made: unknown = Reflect.construct(Exchange, []);
    // ccxt writes a letter in a ring, which many fonts lack and nobody types.
    const name = String(Reflect.get(Object(made), 'name')).normalize('NFKC');
    expect(exchangeName(exchangeId)).toBe(name);
  }
  expect(new Set(catalogue.exchanges.map(({ title }) => title)).size).toBe(catalogue.exchanges.length);
  expect(exchangeName('nowhere')).toBe('nowhere');
});

test('the findings add up: 1 on every private call, 1 at sign-in, 12 for withdrawals, 44 none, 46 unknown', () => {
  const count = (scope: string) => catalogue.exchanges.filter((facts) => facts.scope === scope).length;
  expect(['every-private-call', 'sign-in', 'withdrawal', 'none', 'unknown'].map(count)).toEqual([1, 1, 12, 44, 46]);
});

test('Kraken takes the code as otp in the body, from an app or as a fixed password', () => {
  expect(exchangeFacts('kraken')).toMatchObject({
    scope: 'every-private-call',
    carrier: 'body',
    name: 'otp',
    codeParams: ['otp'],
    kinds: ['totp', 'static-password'],
    requiredCredentials: ['apiKey', 'secret'],
  });
});

test('an exchange that nobody knows has no facts', () => {
  expect(exchangeFacts('nowhere')).toBeUndefined();
  expect(exchangeFacts('__proto__')).toBeUndefined();
});

test('every row says where it is from, and what there is to say in a sentence', () => {
  for (const { source, note } of catalogue.exchanges) {
    expect(source).not.toBe('');
    expect(note).toMatch(/^[A-Z].*\.$/);
  }
});
