import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
const key = 'practice-totp';
const http = 'http://127.0.0.1:8700';

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-none');
  const grants = [{ key, preset: 'watch', symbols: 'any' }];
  await world.addBot({ name: 'over-tcp', doors: ['http'], grants });
  await world.addBot({ name: 'on-socket', grants });
});

afterAll(() => world[Symbol.asyncDispose]());

const setup = (ask: { key: string; bot?: string }, at: string | null = http) => world.agent.botAdmin.setup(ask, at);

test('the addresses are the exchange’s own, also for a key that is kept at another', async () => {
  const base = `${http}/v1/resign/${key}/`;
  const { urls, proxyUrl, addresses } = await setup({ key });
  expect(proxyUrl).toBe(base);
  expect(urls['private']).toBe(`${base}api.kraken.com`);
  expect(addresses[0]).toEqual({ exchange: 'https://api.kraken.com', agent: `${base}api.kraken.com` });
});

test('a key stands under its label, also where its id was asked for', async () => {
  const { id } = world.agent.keys.show('practice-none');
  const base = `${http}/v1/resign/practice-none/`;
  expect(await setup({ key: id })).toMatchObject({ key: 'practice-none', proxyUrl: base });
});

test('a bot is warned of what it lacks: the door, the grant, and that it is paused', async () => {
  expect((await setup({ key, bot: 'over-tcp' })).warnings).toEqual([]);
  expect((await setup({ key, bot: 'on-socket' })).warnings).toEqual([expect.stringMatching(/over TCP/)]);
  expect((await setup({ key: 'practice-none', bot: 'over-tcp' })).warnings).toEqual([
    expect.stringMatching(/no grant/),
  ]);
  await world.agent.botAdmin.pause('over-tcp');
  expect((await setup({ key, bot: 'over-tcp' })).warnings).toEqual(['over-tcp is paused.']);
});

test('no secret of the key is in it', async () => {
  const own = world.practice.keys.find(({ label }) => label === key);
  const text = JSON.stringify(await setup({ key, bot: 'over-tcp' }));
  for (const secret of [own?.apiKey, own?.secret]) {
    expect(secret).toBeTypeOf('string');
    expect(text).not.toContain(secret);
  }
});

test('a key or a bot that isn’t there is an error', async () => {
  await expect(setup({ key: 'nothing' })).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  await expect(setup({ key, bot: 'nobody' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
