import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
const key = 'practice-totp';
const http = 'http://127.0.0.1:8700';

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-none', { endpoint: undefined });
  const grants = [{ key, preset: 'watch', symbols: 'any' }];
  await world.addBot({ name: 'over-tcp', doors: ['http'], grants });
  await world.addBot({ name: 'on-socket', grants });
});

afterAll(() => world[Symbol.asyncDispose]());

const setup = (ask: { key: string; bot?: string }, at: string | null = http) => world.agent.botAdmin.setup(ask, at);

test('a key with an address of its own is reached there, through the agent, and by urls.api alone', async () => {
  const { urls, proxyUrl, addresses } = await setup({ key });
  const host = new URL(world.practice.url).host;
  expect(urls['private']).toBe(`${http}/v1/resign/${key}/${host}`);
  expect(addresses).toEqual([{ exchange: world.practice.url, agent: `${http}/v1/resign/${key}/${host}` }]);
  expect(proxyUrl).toBeNull();
});

test('a key at the exchange’s own address has a proxyUrl, under its label also where its id was asked for', async () => {
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
