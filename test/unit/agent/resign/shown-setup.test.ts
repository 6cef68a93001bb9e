/** What people are shown is what runs: the ready-made JavaScript, as a program of its own, against the agent. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programOf, ways } from '../../../../shared/connect/programs.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

const key = 'practice-totp';
let world: World;
let bot: BotClient;

beforeAll(async () => {
  world = await openWorld({ overTcp: true });
  await world.addKey(key);
  bot = await world.addBot({ name: 'shown', doors: ['http'], grants: [{ key, preset: 'watch', symbols: 'any' }] });
});

afterAll(() => world[Symbol.asyncDispose]());

it.each(ways)('by %s it reads the balance with the token alone', async (way) => {
  const setup = await world.agent.botAdmin.setup({ key, bot: bot.id }, world.door.http);
  expect(setup.warnings).toEqual([]);
  const text = programOf('javascript')?.text?.(setup, way) ?? '';
  const env = { ...process.env, KEYBEARER_TOKEN: bot.token };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text], { env });
  expect(stdout).toContain('free');
  expect(stdout).toContain('USD');
});
