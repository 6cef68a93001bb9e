import { describe, expect, test } from 'vitest';
import { type GrantContext, makeGrant, makeGrants } from '../../../electron/policy/grants.ts';
import { AppError } from '../../../shared/errors.ts';
import { GrantInput } from '../../../shared/model.ts';
import { presets } from '../../../shared/permissions.ts';

const key = { id: 'key_aaaaaaaaaaaaaaaaaaaaaaaaaa', label: 'kraken-main', exchange: 'kraken' };
const context = (more: Partial<GrantContext> = {}): GrantContext => ({
  findKey: (ref) => (ref === key.label || ref === key.id ? key : undefined),
  symbolExists: (_key, symbol) => ['BTC/USD', 'ETH/USD'].includes(symbol),
  doors: ['socket'],
  ...more,
});
const make = (input: object, more: Partial<GrantContext> = {}) =>
  makeGrant(GrantInput.parse({ key: 'kraken-main', symbols: 'any', may: [], ...input }), context(more));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (fault) {
    return fault instanceof AppError ? fault.code : 'another fault';
  }
  return 'no fault';
}

test('a grant is kept under the id of its key, whichever way the key was named', () => {
  expect(make({})).toEqual({ key: key.id, may: [], symbols: 'any', orders: 'own', limits: {} });
  expect(make({ key: key.id }).key).toBe(key.id);
  expect(codeOf(() => make({ key: 'nope' }))).toBe('KEY_UNKNOWN');
});

test('a preset stands for its permissions', () => {
  for (const preset of ['watch', 'trade'] as const)
    expect(make({ preset, may: undefined }).may).toEqual(presets[preset]);
});

test('an empty list stays empty', () => {
  expect(make({ may: [], symbols: [] })).toMatchObject({ may: [], symbols: [] });
});

test('what is said twice is kept once', () => {
  expect(make({ may: ['account.read', 'account.read'], symbols: ['BTC/USD', 'BTC/USD'] })).toMatchObject({
    may: ['account.read'],
    symbols: ['BTC/USD'],
  });
});

test('a symbol that the exchange does not have is refused', () => {
  expect(make({ symbols: ['ETH/USD'] }).symbols).toEqual(['ETH/USD']);
  expect(codeOf(() => make({ symbols: ['BTC/USD', 'BTC/USX'] }))).toBe('INPUT_INVALID');
});

describe('a dangerous permission', () => {
  test.each(['code', 'raw', 'funds.transfer', 'funds.withdraw'])(
    '%s is given to a bot on TCP only after a yes',
    (danger) => {
      expect(codeOf(() => make({ may: [danger] }, { doors: ['socket', 'http'] }))).toBe('CONFIRMATION_NEEDED');
      expect(make({ may: [danger] }, { doors: ['http'], dangerousConfirmed: true }).may).toEqual([danger]);
      expect(make({ may: [danger] }, { doors: ['socket', 'group'] }).may).toEqual([danger]);
    },
  );
});

test('two grants on one key are refused, also where one names its label and the other its id', () => {
  const inputs = ['kraken-main', key.id].map((ref) => GrantInput.parse({ key: ref, preset: 'watch', symbols: 'any' }));
  expect(codeOf(() => makeGrants(inputs, context()))).toBe('INPUT_INVALID');
  expect(makeGrants(inputs.slice(1), context())).toHaveLength(1);
});

test('an unknown limit, a negative one, and "may" beside "preset" are refused before', () => {
  const parse = (more: object) => GrantInput.safeParse({ key: 'k', symbols: 'any', may: [], ...more }).success;
  expect(parse({})).toBe(true);
  expect(parse({ limits: { callsPerHour: 1 } })).toBe(false);
  expect(parse({ limits: { callsPerMinute: -1 } })).toBe(false);
  expect(parse({ preset: 'watch' })).toBe(false);
  expect(parse({ may: undefined })).toBe(false);
});
