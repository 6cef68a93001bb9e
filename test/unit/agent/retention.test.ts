import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../electron/base/clock.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const dayMs = 86_400_000;

let passedMs = 0;
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + passedMs,
  monotonic: () => systemClock.monotonic() + passedMs,
};
let world: World;
let bot: BotClient;
beforeEach(async () => {
  passedMs = 0;
  world = await openWorld({ clock, now: clock.now });
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'watch', symbols: 'any' }] });
});
afterEach(() => world[Symbol.asyncDispose]());

const read = async (times: number) => {
  for (let n = 0; n < times; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
};
const kept = () => world.agent.log(LogQuery.parse({ limit: 100 })).length;
const verify = () => world.agent.callLog.verify(undefined);

test('a number of days to keep takes out what is older, and the log still verifies, also after a restart', async () => {
  await read(3);
  passedMs = 3 * dayMs;
  await read(2);
  expect(kept()).toBe(5);
  await world.agent.settings.set('log.keepDays', '1');
  await expect.poll(kept, { timeout: 10_000 }).toBe(2);
  expect(await verify()).toMatchObject({ result: 'intact' });
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  expect(await verify()).toMatchObject({ result: 'intact' });
  expect(world.agent.status(undefined).warnings).toEqual([]);
  await read(1);
  expect(kept()).toBe(3);
});

test('what was set before a restart holds after it', async () => {
  await read(3);
  await world.agent.settings.set('log.keepDays', '2');
  await world.restart();
  passedMs = 3 * dayMs;
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  await expect.poll(kept, { timeout: 10_000 }).toBe(0);
  await read(2);
  expect(kept()).toBe(2);
  expect(await verify()).toMatchObject({ result: 'intact' });
});

test.each([
  ['log.keepDays', '0'],
  ['log.keepDays', '1.5'],
  ['log.keepDays', '"a week"'],
  ['log.keepDays', 'a week'],
  ['log.maxMegabytes', '9'],
  ['log.maxMegabytes', '-1'],
  ['log.maxMegabytes', '1e9'],
])('%s refuses %s, says what it takes, and nothing is taken out', async (name, value) => {
  await read(1);
  const refused = {
    code: 'INPUT_INVALID',
    message: expect.stringMatching(/(days, 1 to 3650|megabytes, 10 to 100000), or null/),
  };
  await expect(world.agent.settings.set(name, value)).rejects.toMatchObject(refused);
  expect(kept()).toBe(1);
});
