import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
const key = 'practice-unlimited';
const unlock = (text = passphrase) => ({ kind: 'passphrase' as const, secret: Secret.ofText(text) });

beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: 'any' }] });
});

afterEach(() => world[Symbol.asyncDispose]());

describe('a sealed vault', () => {
  it('answers 503 to its own bots and 401 to others, and opens again', async () => {
    await world.agent.seal();
    expect((await bot.call(key, 'fetchBalance')).answer).toMatchObject({
      code: 'VAULT_SEALED',
      status: 503,
      retryable: true,
    });
    const stranger = await bot.send('GET', '/v1/me', undefined, { Authorization: `Bearer kb_${'a'.repeat(43)}` });
    expect(stranger.answer['code']).toBe('TOKEN_UNKNOWN');
    await world.agent.unseal(unlock());
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });

  it('does not open with a wrong passphrase', async () => {
    await world.agent.seal();
    await expect(world.agent.unseal(unlock('wrong'))).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' });
    expect(world.agent.status(undefined).vault).toBe('sealed');
  });

  it('still knows its bots after a restart', async () => {
    await world.restart();
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('VAULT_SEALED');
    await world.agent.unseal(unlock());
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });
});

describe('taking authority away', () => {
  it('a paused bot is refused until it is resumed, over a restart too', async () => {
    await world.agent.botAdmin.pause('grid-1');
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('BOT_PAUSED');
    await world.restart();
    await world.agent.unseal(unlock());
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('BOT_PAUSED');
    await world.agent.botAdmin.resume('grid-1');
    expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });

  it('a revoked bot is unknown', async () => {
    await world.agent.botAdmin.revoke('grid-1');
    expect((await bot.send('GET', '/v1/me')).answer['code']).toBe('TOKEN_UNKNOWN');
  });

  it('what is revoked or paused while sealed stays so when the vault opens', async () => {
    const second = await world.addBot({ name: 'grid-2', grants: [{ key, preset: 'trade', symbols: 'any' }] });
    await world.agent.seal();
    await world.agent.botAdmin.revoke('grid-1');
    await world.agent.botAdmin.pause('grid-2');
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('TOKEN_UNKNOWN');
    await world.restart();
    await world.agent.unseal(unlock());
    expect((await bot.call(key, 'fetchBalance')).answer['code']).toBe('TOKEN_UNKNOWN');
    expect((await second.call(key, 'fetchBalance')).answer['code']).toBe('BOT_PAUSED');
  });

  it('a key that bots use is not removed', async () => {
    await expect(world.agent.keys.remove(key)).rejects.toMatchObject({ code: 'KEY_IN_USE' });
    await world.agent.botAdmin.revoke('grid-1');
    await world.agent.keys.remove(key);
    expect(world.agent.keys.list()).toEqual([]);
  });
});

describe('the data directory', () => {
  it('holds no secret in any file, and no file is open to others', async () => {
    await bot.call(key, 'fetchBalance');
    await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000]);
    const practiceKey = world.practice.keys.find(({ label }) => label === key);
    const second = practiceKey?.twoFactor.kind === 'totp' ? practiceKey.twoFactor.secret : '';
    const secrets = [practiceKey?.apiKey, practiceKey?.secret, second, bot.token, passphrase].map(String);
    await world.agent.seal();
    const files = readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(world.dataDir, name),
    );
    for (const file of files) {
      const stat = statSync(file);
      expect(stat.mode & 0o077, file).toBe(0);
      if (!stat.isFile()) continue;
      const text = readFileSync(file).toString('latin1');
      for (const secret of secrets) expect(text.includes(secret), file).toBe(false);
    }
  });
});

describe('nonces', () => {
  it('go on rising over a restart', async () => {
    for (let n = 0; n < 5; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
    await world.restart();
    await world.agent.unseal(unlock());
    for (let n = 0; n < 5; n += 1) expect((await bot.call(key, 'fetchBalance')).status).toBe(200);
  });
});
