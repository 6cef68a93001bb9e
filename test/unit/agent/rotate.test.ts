import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery, RotateInput } from '../../../shared/control-views.ts';
import { openWorld, passphrase, type World } from '../../fakes/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ extraKeys: 1 });
});
afterEach(() => world[Symbol.asyncDispose]());

const given = (label: string) => {
  const key = world.practice.keys.find((one) => one.label === label);
  if (key === undefined) throw new Error(label);
  return key;
};
const rotate = (input: object) => world.agent.keys.rotate('main', RotateInput.parse(input));
const addMain = (from: string, changes: object = {}) => world.addKey(from, { label: 'main', ...changes });
/** How many records of keys and their secrets there are. */
const recordsOf = (dir: string): number =>
  JSON.parse(readFileSync(`${dir}/vault-a.json`, 'utf8')).records.filter(({ type }: { readonly type: string }) =>
    ['key', 'credential'].includes(type),
  ).length;
const add = () =>
  world.addBot({ name: 'bot', grants: [{ key: 'main', preset: 'trade', symbols: 'any', orders: 'any' }] });

describe('rotation', () => {
  it('puts other secrets behind the label, for bots that call all the while', async () => {
    await addMain('practice-unlimited', { tier: 'unlimited' });
    const bot = await add();
    expect((await bot.call('main', 'fetchBalance')).status).toBe(200);
    let isOver = false;
    const statuses: number[] = [];
    const calling = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) statuses.push((await bot.call('main', 'fetchBalance')).status);
      }),
    );
    const before = world.agent.keys.show('main');
    const { id, twoFactor, warnings } = await rotate(given('practice-extra-1'));
    isOver = true;
    await calling;
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(id).toBe(before.id);
    expect(twoFactor).toMatchObject({ configured: 'totp', detected: 'on', accepted: true });
    expect(warnings).toEqual(['What the input says of label, title, usedBy, tier was left as it was.']);
    expect(world.agent.keys.show('main')).toMatchObject({
      label: 'main',
      title: before.title,
      tested: expect.any(String),
    });
    expect((await bot.call('main', 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 20_000])).status).toBe(200);
  });

  it('of the second factor alone keeps the key, and stands after a restart', async () => {
    await addMain('practice-totp', { twoFactor: { kind: 'none' } });
    const bot = await add();
    expect((await bot.call('main', 'fetchBalance')).answer['code']).toBe('SIGNATURE_REJECTED');
    expect((await rotate({ twoFactor: given('practice-totp').twoFactor })).twoFactor.accepted).toBe(true);
    expect((await bot.call('main', 'fetchBalance')).status).toBe(200);
    await world.restart();
    await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
    expect((await bot.call('main', 'fetchBalance')).status).toBe(200);
  });

  it.each([
    [
      'a code of another account',
      { twoFactor: { kind: 'totp', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } },
      'SIGNATURE_REJECTED',
    ],
    ['an API key that the exchange does not know', { apiKey: 'A'.repeat(56) }, 'KEY_REJECTED'],
    ['nothing new', {}, 'INPUT_INVALID'],
    ['another exchange', { exchange: 'binance', apiKey: 'a', secret: 'b' }, 'INPUT_INVALID'],
    ['another endpoint', { endpoint: 'http://127.0.0.1:9', apiKey: 'a' }, 'INPUT_INVALID'],
    ['a private key that is cut off', { secret: 'abc' }, 'INPUT_INVALID'],
    ['a set-up key that is cut off', { twoFactor: { kind: 'totp', secret: 'JBSWY3' } }, 'CODE_SECRET_INVALID'],
  ])('with %s changes nothing', async (_, input, code) => {
    await addMain('practice-totp');
    const bot = await add();
    const shown = world.agent.keys.show('main');
    await expect(rotate(input)).rejects.toMatchObject({ code });
    expect(world.agent.keys.show('main')).toEqual(shown);
    expect((await bot.call('main', 'fetchBalance')).status).toBe(200);
  });

  it('with the key.json of another key that is here is refused', async () => {
    await addMain('practice-totp');
    await world.addKey('practice-none');
    await expect(rotate(given('practice-none'))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('while the exchange gives no answer changes nothing', async () => {
    await addMain('practice-totp');
    await world.control('faults', { next: 'drop-before', count: 3 });
    await expect(rotate(given('practice-password'))).rejects.toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
    await world.control('faults', { next: 'drop-before', count: 0 });
    expect(world.agent.keys.show('main').twoFactor).toBe('totp');
  });

  it('leaves neither old secrets in the vault nor secrets in the log', async () => {
    await addMain('practice-totp');
    for (const label of ['practice-password', 'practice-none', 'practice-totp']) await rotate(given(label));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const log = JSON.stringify(world.agent.log(LogQuery.parse({ limit: 100 })));
    for (const { apiKey, secret } of world.practice.keys)
      expect(log.includes(apiKey) || log.includes(secret)).toBe(false);
    // Three rotations, and the vault has as many records as after the first: the key, its secrets.
    expect(recordsOf(world.dataDir)).toBe(2);
  });
});
