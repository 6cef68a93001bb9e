import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAgent } from '../../../electron/agent/agent.ts';
import { type Clock, systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, quickKdf, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const dayMs = 24 * 3_600_000;
const unlock = () => ({ kind: 'passphrase' as const, secret: Secret.ofText(passphrase) });

let world: World;
let bot: BotClient;
let shiftMs: number;
const clock: Clock = { ...systemClock, now: () => Date.now() + shiftMs };
const copies = () => {
  const folder = join(world.dataDir, 'backups');
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
};
const daily = () => copies().filter((name) => /^vault-\d{4}-\d{2}-\d{2}\.json$/.test(name));

beforeEach(async () => {
  shiftMs = 0;
  world = await openWorld({ clock });
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: 'any' }] });
});

afterEach(() => world[Symbol.asyncDispose]());

it('the first opening of a day keeps a daily and a weekly copy', async () => {
  await vi.waitFor(() => expect(copies()).toHaveLength(2));
  await world.restart();
  await world.agent.unseal(unlock());
  await world.agent.seal();
  expect(copies()).toHaveLength(2);
});

it('a vault that stays open is copied when it is first changed on another day, and seven days stay', async () => {
  for (let day = 1; day <= 9; day += 1) {
    shiftMs = day * dayMs;
    await world.agent.botAdmin.pause('grid-1');
    await world.agent.botAdmin.resume('grid-1');
    await vi.waitFor(() => expect(daily()).toHaveLength(Math.min(7, day + 1)));
  }
});

it('a copy restores keys, bots and how far the nonces have come', async () => {
  expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  shiftMs = dayMs;
  await world.agent.botAdmin.pause('grid-1');
  await vi.waitFor(() => expect(daily()).toHaveLength(2));
  const copy = readFileSync(join(world.dataDir, 'backups', String(daily().at(-1))));
  const elsewhere = mkdtempSync(join(tmpdir(), 'keybearer-copy-'));
  const agent = await createAgent({ dataDir: join(elsewhere, 'data'), vaultDeps: { kdfParams: quickKdf } });
  try {
    expect(await agent.restore(copy, unlock())).toMatchObject({ paused: expect.any(Array) });
    expect(agent.keys.list().map(({ label }) => label)).toEqual([key]);
    expect(agent.botAdmin.list()).toMatchObject([{ name: 'grid-1', state: 'paused' }]);
  } finally {
    await agent.close();
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

it('a folder that can not be made keeps nobody from working', async () => {
  await world.restart(() => {
    rmSync(join(world.dataDir, 'backups'), { recursive: true, force: true });
    writeFileSync(join(world.dataDir, 'backups'), '');
  });
  await world.agent.unseal(unlock());
  expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  await world.agent.botAdmin.pause('grid-1');
  expect(world.agent.botAdmin.list()).toMatchObject([{ state: 'paused' }]);
});
