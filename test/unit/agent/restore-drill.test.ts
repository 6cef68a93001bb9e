import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAgent } from '../../../electron/agent/agent.ts';
import { hashToken } from '../../../electron/agent/bots.ts';
import type { Agent } from '../../../electron/agent/ports.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, quickKdf, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const own = 'the passphrase of the backup';
const unlock = (text = passphrase) => ({ kind: 'passphrase' as const, secret: Secret.ofText(text) });

let world: World;
let bot: BotClient;
let elsewhere: string;
let other: Agent | undefined;

beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: 'any' }] });
  elsewhere = mkdtempSync(join(tmpdir(), 'keybearer-elsewhere-'));
  other = undefined;
});

afterEach(async () => {
  await other?.close();
  await world[Symbol.asyncDispose]();
  rmSync(elsewhere, { recursive: true, force: true });
});

async function backUp(): Promise<Uint8Array> {
  const path = join(elsewhere, 'backup.json');
  await world.agent.vaultAdmin.backup(unlock(), path, Secret.ofText(own));
  return readFileSync(path);
}

/** Another machine, whose clock is wrong by so much. */
const machine = async (offMs = 0): Promise<Agent> => {
  const clock = { ...systemClock, now: () => Date.now() + offMs };
  other = await createAgent({ dataDir: join(elsewhere, 'data'), clock, vaultDeps: { kdfParams: quickKdf } });
  return other;
};

async function balanceOn(agent: Agent): Promise<unknown> {
  const known = agent.bots.identify(hashToken(bot.token), 'socket');
  return (await agent.bots.call(known, key, { method: 'fetchBalance', args: [] })).result;
}

const order = async (agent: Agent): Promise<unknown> => {
  const known = agent.bots.identify(hashToken(bot.token), 'socket');
  const args = ['BTC/USD', 'limit', 'buy', 0.001, 1000];
  return (await agent.bots.call(known, key, { method: 'createOrder', args })).result;
};

it.each([
  ['a right clock', 0],
  ['a clock five minutes behind', -300_000],
  ['a clock five minutes ahead', 300_000],
])('a bot goes on at once on a new machine with %s, once its owner lets it', async (_what, offMs) => {
  for (let n = 0; n < 3; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  const copy = await backUp();
  const agent = await machine(offMs);
  expect(await agent.restore(copy, unlock(own))).toMatchObject({ paused: ['grid-1'] });
  await expect(balanceOn(agent)).rejects.toMatchObject({ code: 'BOT_PAUSED' });
  await agent.botAdmin.resume('grid-1');
  expect(await balanceOn(agent)).toMatchObject({ free: expect.anything() });
});

it('a log with what was signed after the backup goes on under the restored vault, unchecked, over restarts', async () => {
  await order(world.agent);
  const copy = await backUp();
  await world.agent.vaultAdmin.rotate(unlock());
  await world.agent.vaultAdmin.recoveryKept();
  await order(world.agent);
  const [dir, killed] = [join(elsewhere, 'data'), join(elsewhere, 'killed')];
  for (const made of [dir, killed]) mkdirSync(made, { mode: 0o700 });
  await world.restart(() => cpSync(join(world.dataDir, 'calls.sqlite'), join(dir, 'calls.sqlite')));
  let agent = await machine();
  await agent.restore(copy, unlock(own));
  // As a power cut would leave it.
  cpSync(dir, killed, { recursive: true });
  const after = await createAgent({ dataDir: killed, clock: systemClock, vaultDeps: { kdfParams: quickKdf } });
  await after.unseal(unlock(own));
  expect(after.status(undefined).warnings.join()).not.toContain('call log');
  await after.close();
  await agent.botAdmin.resume('grid-1');
  for (let n = 0; n < 3; n += 1) {
    expect(await order(agent)).toMatchObject({ id: expect.any(String) });
    expect(await agent.callLog.verify(undefined)).toMatchObject({ result: 'unchecked', isForeign: false });
    expect(agent.status(undefined).warnings.join()).not.toContain('call log');
    await agent.close();
    agent = await machine();
    await agent.unseal(unlock(own));
  }
});

it('a backup of another vault is refused where files of a vault lie, and nothing is changed', async () => {
  const copy = await backUp();
  const dir = join(elsewhere, 'data');
  const first = await machine();
  await first.create(Secret.ofText('another'));
  await first.close();
  for (const name of ['vault-a.json', 'vault-b.json']) rmSync(join(dir, name));
  const before = readFileSync(join(dir, 'names.json'));
  const agent = await machine();
  await expect(agent.restore(copy, unlock(own))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(readFileSync(join(dir, 'names.json'))).toEqual(before);
});

it('a wrong passphrase, a cut-off file and a picture make no vault', async () => {
  const copy = await backUp();
  const agent = await machine();
  await expect(agent.restore(copy, unlock('wrong'))).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
  await expect(agent.restore(copy.subarray(0, -10), unlock(own))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await expect(agent.restore(new Uint8Array(4096), unlock(own))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect(agent.status(undefined).vault).toBe('missing');
  expect(await agent.restore(copy, unlock(own))).toMatchObject({ paused: ['grid-1'] });
});
