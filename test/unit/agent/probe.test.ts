import ccxt from 'ccxt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { replaceHosts } from '../../../electron/exchange/endpoint-override.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const otherSeed = { kind: 'totp', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
const none = { kind: 'none' };
const test = async (label: string, twoFactor?: object, reuse = false) => {
  await world.addKey(label, twoFactor === undefined ? {} : { twoFactor });
  return world.agent.keys.test(label, reuse);
};
const ids = (health: readonly { id: string; level: string }[]) => health.map(({ id, level }) => `${level} ${id}`);

/** What stands at the exchange, what is kept here, and what a probe must find out in three requests at most. */
const states = [
  ['2FA on, its seed kept here', 'practice-totp', undefined, 'on', true, 1, 'good works'],
  ['2FA on, nothing kept here', 'practice-totp', none, 'on', false, 1, 'bad code-missing'],
  ['2FA off, nothing kept here', 'practice-none', undefined, 'off', true, 1, 'good works'],
  ['2FA off, a seed kept here', 'practice-none', otherSeed, 'off', false, 2, 'bad second-factor-off'],
  ['a password, kept here', 'practice-password', undefined, 'on', true, 1, 'good works'],
  [
    'a password, another kept here',
    'practice-password',
    { kind: 'password', password: 'wrong' },
    'on',
    false,
    2,
    'bad code-refused',
  ],
  ['a password, a seed kept here', 'practice-password', otherSeed, 'on', false, 2, 'bad code-refused'],
  ['the seed of another account', 'practice-totp', otherSeed, 'on', false, 2, 'bad code-refused'],
] as const;

describe('a probe', () => {
  it.each(states)('of a key with %s', async (_, label, twoFactor, detected, accepted, requests, item) => {
    const tested = await test(label, twoFactor);
    expect(tested).toMatchObject({ twoFactor: { detected, accepted, reuse: 'unknown' }, requests });
    expect(ids(tested.health)).toContain(item);
    const [record] = world.agent.log(LogQuery.parse({ limit: 1 }));
    expect(record?.requests).toHaveLength(requests);
    expect(record).toMatchObject({ bot: null, key: label, status: accepted ? 'ok' : 'failed' });
    expect(world.agent.keys.show(label).tested).not.toBeNull();
  });

  it('of a key that the exchange does not know leaves open whether 2FA is on', async () => {
    await world.addKey('practice-totp', { apiKey: 'A'.repeat(56) });
    const tested = await world.agent.keys.test('practice-totp', false);
    expect(tested).toMatchObject({ twoFactor: { detected: 'unknown', accepted: false }, requests: 2 });
    expect(ids(tested.health)).toContain('bad refused');
  });

  it('tells what the key may do, when it ends, and whose it is', async () => {
    expect(ids((await test('practice-totp')).health)).toEqual([
      'warn may-withdraw',
      'warn any-address',
      'good works',
      'good clock',
    ]);
    expect(ids((await test('practice-expiring')).health)).toContain('warn expires-soon');
    expect(ids(world.agent.keys.show('practice-expiring').health)).toContain('warn expires-soon');
  });

  it('says that 2FA locks the Kraken Pro mobile app out', async () => {
    await world.addKey('practice-totp', { usedBy: ['kraken-pro-mobile', 'bots'] });
    expect(ids((await world.agent.keys.test('practice-totp', false)).health)).toContain('bad locks-out-app');
    expect(ids((await test('practice-mobile')).health)).not.toContain('bad locks-out-app');
  });

  it('finds out that a code works more than once, and keeps it', async () => {
    expect((await test('practice-totp', undefined, true)).twoFactor).toEqual({
      ...{ configured: 'totp', detected: 'on', accepted: true, reuse: 'reusable' },
    });
    expect((await world.agent.keys.test('practice-totp', false)).twoFactor.reuse).toBe('unknown');
  });

  it('finds out that a code works once, and says what that costs', async () => {
    await world.control('codes', { reuse: false });
    const tested = await test('practice-totp', undefined, true);
    expect(tested).toMatchObject({ twoFactor: { detected: 'on', accepted: true, reuse: 'once-per-step' } });
    expect(tested.requests).toBeLessThanOrEqual(3);
    expect(ids(tested.health)).toContain('warn once-per-step');
  }, 60_000);

  it('goes through an open circuit, does not count in it, and closes it when it is taken', async () => {
    await world.addKey('practice-unlimited', { twoFactor: none });
    const bot = await world.addBot({
      name: 'b',
      grants: [{ key: 'practice-unlimited', preset: 'watch', symbols: 'any' }],
    });
    for (let n = 0; n < 3; n += 1) await bot.call('practice-unlimited', 'fetchBalance');
    const rests = () => world.agent.keys.show('practice-unlimited').health.some(({ id }) => id === 'resting');
    expect(rests()).toBe(true);
    expect((await world.agent.keys.test('practice-unlimited', false)).twoFactor.detected).toBe('on');
    expect(rests()).toBe(true);
    expect((await bot.call('practice-unlimited', 'fetchBalance')).answer['code']).toBe('CIRCUIT_OPEN');
  });

  it('says that the codes of this step were used up before, not that they are wrong', async () => {
    await world.control('codes', { reuse: false });
    await world.addKey('practice-unlimited');
    const bot = await world.addBot({
      name: 'b',
      grants: [{ key: 'practice-unlimited', preset: 'watch', symbols: 'any' }],
    });
    expect((await bot.call('practice-unlimited', 'fetchBalance')).status).toBe(200);
    const tested = await world.agent.keys.test('practice-unlimited', false);
    expect(tested.twoFactor).toMatchObject({ detected: 'on', accepted: true });
    expect(tested.requests).toBeLessThanOrEqual(2);
  }, 60_000);

  it('of a sealed vault is refused, and of an exchange that gives no answer fails', async () => {
    await world.addKey('practice-totp');
    await world.control('faults', { next: 'drop-before', count: 5 });
    await expect(world.agent.keys.test('practice-totp', false)).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
    await world.control('faults', { next: 'drop-before', count: 0 });
    await world.agent.seal();
    await expect(world.agent.keys.test('practice-totp', false)).rejects.toMatchObject({ code: 'VAULT_SEALED' });
  });
});

describe('the leak alarm', () => {
  let shiftMs = 0;
  const now = () => Date.now() + shiftMs;
  let shifted: World;
  beforeEach(async () => {
    shifted = await openWorld({ clock: { ...systemClock, now }, now });
    await shifted.addKey('practice-none');
  });
  afterEach(() => shifted[Symbol.asyncDispose]());

  /** Another program with the same key. */
  const elsewhere = async (aheadMs = 0) => {
    const {
      apiKey = '',
      secret = '',
      endpoint = '',
    } = shifted.practice.keys.find(({ label }) => label === 'practice-none') ?? {};
    const exchange = new ccxt.kraken({ apiKey, secret });
    Reflect.set(exchange.urls, 'api', replaceHosts(exchange.urls['api'], endpoint));
    exchange.nonce = () => Date.now() + aheadMs;
    await exchange.fetchBalance();
  };
  const health = async () => ids((await shifted.agent.keys.test('practice-none', false)).health);

  it('rings where the exchange saw a call later than our last one, and is silent again when that is over', async () => {
    expect(await health()).not.toContain('bad used-elsewhere');
    shiftMs += 60_000;
    await elsewhere();
    shiftMs += 1_000;
    expect(await health()).toContain('bad used-elsewhere');
    expect(ids(shifted.agent.keys.show('practice-none').health)).toContain('bad used-elsewhere');
    shiftMs += 60_000;
    expect(await health()).not.toContain('bad used-elsewhere');
    expect(ids(shifted.agent.keys.show('practice-none').health)).not.toContain('bad used-elsewhere');
  });

  it('rings where a higher nonce overtakes ours', async () => {
    const bot = await shifted.addBot({
      name: 'b',
      grants: [{ key: 'practice-none', preset: 'watch', symbols: 'any' }],
    });
    expect((await bot.call('practice-none', 'fetchBalance')).status).toBe(200);
    await elsewhere(3_600_000);
    expect((await bot.call('practice-none', 'fetchBalance')).answer['code']).toBe('NONCE_REJECTED');
    expect(ids(shifted.agent.keys.show('practice-none').health)).toContain('bad used-elsewhere');
  });
});
