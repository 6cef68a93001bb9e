import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogBundleView } from '../../../shared/log-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const unlock = (text = passphrase) => ({ kind: 'passphrase' as const, secret: Secret.ofText(text) });
const code = (expected: string) => expect.objectContaining({ code: expected });

let world: World;
let bot: BotClient;
beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: ['BTC/USD'] }] });
});
afterEach(() => world[Symbol.asyncDispose]());

const order = async () => (await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.001, 1000])).answer['code'];
const log = () => world.agent.callLog;

function edit(sql: string): void {
  const db = new DatabaseSync(join(world.dataDir, 'calls.sqlite'));
  db.exec(sql);
  db.close();
}

async function verify(step: Parameters<World['agent']['callLog']['verifyStep']>[0] = {}, lent?: string) {
  let { check, ticket } = await log().verifyStep(step, lent === undefined ? undefined : unlock(lent));
  while (check === null) ({ check, ticket } = await log().verifyStep({ ticket: ticket ?? '' }, undefined));
  return check;
}

describe('a check of the whole log', () => {
  it('finds it intact, with its seals while the vault is open, by hashes alone while it is sealed', async () => {
    await order();
    expect(await verify()).toMatchObject({ result: 'intact', epoch: 1, at: null });
    await world.agent.seal();
    expect(await verify()).toMatchObject({ result: 'sealed' });
  });

  it('borrows the keys of a sealed vault and leaves it sealed', async () => {
    await order();
    await world.agent.seal();
    expect(await verify({}, passphrase)).toMatchObject({ result: 'intact', epoch: 1 });
    expect(world.agent.bots.vault()).toBe('sealed');
    await expect(verify({}, 'not this one')).rejects.toEqual(code('PASSPHRASE_WRONG'));
  });

  it('of a sealed vault knows where the log stood: what was cut off is missed', async () => {
    for (let n = 0; n < 3; n += 1) await order();
    await world.restart(() => edit('DELETE FROM entries WHERE seq > 6'));
    expect(await verify({}, passphrase)).toMatchObject({ result: 'truncated', at: 7 });
  });

  it('stops orders where it fails, and says so', async () => {
    await order();
    edit("UPDATE entries SET body = replace(body, '1000', '9999') WHERE seq = 3");
    expect(await verify()).toMatchObject({ result: 'altered', at: 3 });
    expect(await order()).toBe('RECORD_FAILED');
    expect(world.agent.status(undefined).warnings.join()).toContain('keybearer log verify');
  });

  it('that fails by a given anchor alone stops nothing, since that may be of another log', async () => {
    await order();
    const head = await log().head();
    expect(await verify({ anchor: head })).toMatchObject({ result: 'intact' });
    expect(await verify({ anchor: { ...head, hash: '0'.repeat(64) } })).toMatchObject({ result: 'altered' });
    expect(await verify({ anchor: { ...head, entry: 999 } })).toMatchObject({ result: 'truncated' });
    expect(await order()).toBeUndefined();
  });

  it('is asked after by its ticket, and no other', async () => {
    await expect(log().verifyStep({ ticket: 'no such' }, undefined)).rejects.toEqual(code('INPUT_INVALID'));
  });
});

describe('an export', () => {
  it('comes in steps that joined are the whole, also where calls are made meanwhile', async () => {
    for (let n = 0; n < 3; n += 1) await order();
    let { text, next } = await log().exportStep({ format: 'jsonl', query: {}, amounts: true });
    await order();
    while (next !== null) {
      const step = await log().exportStep({ format: 'jsonl', query: {}, amounts: true, from: next });
      text += step.text;
      next = step.next;
    }
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)['amount'])).toEqual(['0.001', '0.001', '0.001']);
  });
});

describe('a support bundle', () => {
  it('tells what went wrong, and of nobody whose it is', async () => {
    await order();
    await bot.call(key, 'createOrder', ['ETH/USD', 'limit', 'buy', 31.4159, 2718.28]);
    await bot.call(key, 'myOwnSecretMethod', []);
    await bot.call(key, 'fetchOrder', ['OPRIVA-TEID1-234567', 'BTC/USD']);
    await world.agent.settings.set('notify.command', '["/home/alice/bin/tell-me", "--for=alice"]');
    const bundle = LogBundleView.parse(await log().bundle());
    expect(bundle.errors.length).toBeGreaterThanOrEqual(3);
    expect(bundle.errors.map((one) => one.code)).toContain('SYMBOL_DENIED');
    expect(bundle.keys).toMatchObject([{ exchange: 'kraken', twoFactor: 'totp' }]);
    expect(bundle.settings['notify.command']).toBe('set');
    expect(bundle.day?.byStatus.ok).toBeGreaterThan(0);
    const text = JSON.stringify(bundle);
    for (const name of [
      key,
      'grid-1',
      'alice',
      'BTC/',
      'ETH/',
      '31.4159',
      '2718',
      'myOwnSecret',
      'OPRIVA',
      world.dataDir,
    ])
      expect(text).not.toContain(name);
    expect(text).not.toMatch(/\b(key|bot|call)_[a-z2-7]{26}/);
  });

  it('can be made while the vault is sealed, and of a log that was set aside', async () => {
    await world.restart(() => {
      const path = join(world.dataDir, 'calls.sqlite');
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(7, 0, 200));
    });
    const bundle = await log().bundle();
    expect(bundle).toMatchObject({ vault: 'sealed', keys: null, log: { setAside: 1 } });
    const setAside = () =>
      world.agent.status(undefined).warnings.filter((text) => text.includes('calls.sqlite could not be used'));
    expect(setAside()).toHaveLength(1);
    await world.agent.unseal(unlock());
    expect(setAside()).toHaveLength(1);
  });
});
