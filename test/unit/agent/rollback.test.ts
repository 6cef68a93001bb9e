import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
let kept: string;
const key = 'practice-unlimited';
const unlock = () => ({ kind: 'passphrase' as const, secret: Secret.ofText(passphrase) });
const order = () => bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.001, 1000]);
const codeOf = async () => (await bot.call(key, 'fetchBalance')).answer['code'];
const left = async () => {
  const { answer } = await bot.send('GET', '/v1/me');
  return Object(answer)['grants'][0].left;
};

beforeEach(async () => {
  kept = mkdtempSync(join(tmpdir(), 'keybearer-kept-'));
  world = await openWorld();
  await world.addKey(key);
  const limits = { ordersPerDay: 5, maxDailyNotional: { amount: '100', currency: 'USD' } };
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: ['BTC/USD'], limits }] });
});

afterEach(async () => {
  await world[Symbol.asyncDispose]();
  rmSync(kept, { recursive: true, force: true });
});

const files = (dir: string, part: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name.startsWith(part) ? [entry.name] : [],
  );

/** A copy of the files of a name, as somebody would make it while nothing runs. */
const keep = (part: string) => world.restart(() => files(world.dataDir, part).forEach(copy));
const copy = (name: string): void => copyFileSync(join(world.dataDir, name), join(kept, name));

function putBack(part: string): void {
  remove(part);
  for (const name of files(kept, part)) copyFileSync(join(kept, name), join(world.dataDir, name));
}

const remove = (part: string) => {
  for (const name of files(world.dataDir, part)) rmSync(join(world.dataDir, name));
};

describe('an older vault that was put back', () => {
  beforeEach(async () => {
    await keep('');
    await world.agent.unseal(unlock());
    // What the older vault doesn't know.
    await world.addBot({ name: 'grid-2', grants: [{ key, preset: 'watch', symbols: 'any' }] });
  });

  it('opens with every bot paused and a warning, once; its owner lets the bots go on', async () => {
    await world.restart(() => putBack('vault-'));
    await world.agent.unseal(unlock());
    expect(await codeOf()).toBe('BOT_PAUSED');
    expect(world.agent.status(undefined).warnings.join()).toContain('older state');
    await world.restart();
    await world.agent.unseal(unlock());
    expect(world.agent.status(undefined).warnings).toEqual([]);
    expect(await codeOf()).toBe('BOT_PAUSED');
    await world.agent.botAdmin.resume('grid-1');
    expect(await codeOf()).toBeUndefined();
  });

  it.each([['state.sqlite'], ['anchor.json']])('is noticed without %s, too', async (lost) => {
    await world.restart(() => {
      putBack('vault-');
      remove(lost);
    });
    await world.agent.unseal(unlock());
    expect(await codeOf()).toBe('BOT_PAUSED');
  });

  it('is noticed where one of the two memories is as old as the vault', async () => {
    await world.restart(() => {
      putBack('vault-');
      putBack('anchor.json');
    });
    await world.agent.unseal(unlock());
    expect(await codeOf()).toBe('BOT_PAUSED');
  });

  it('goes unnoticed where everything beside it was put back, too: only the keychain could know', async () => {
    await world.restart(() => putBack(''));
    await world.agent.unseal(unlock());
    expect(await codeOf()).toBeUndefined();
  });

  it('does not bring a revoked bot back', async () => {
    await world.agent.botAdmin.revoke('grid-1');
    await world.restart(() => putBack('vault-'));
    await world.agent.unseal(unlock());
    expect(await codeOf()).toBe('TOKEN_UNKNOWN');
  });
});

describe('a vault that is as it was left', () => {
  it('opens without a warning, after a kill in the middle of things as well', async () => {
    await world.restart();
    await world.agent.unseal(unlock());
    expect(world.agent.status(undefined).warnings).toEqual([]);
    expect(existsSync(join(world.dataDir, 'anchor.json'))).toBe(true);
  });
});

describe('the daily limits', () => {
  it('are rebuilt from the call log where state.sqlite is gone, and nonces go on', async () => {
    await order();
    await order();
    await world.restart(() => remove('state.sqlite'));
    await world.agent.unseal(unlock());
    expect(await left()).toMatchObject({ ordersPerDay: 3, maxDailyNotional: { amount: '98', currency: 'USD' } });
    expect((await order()).status).toBe(200);
    expect(await left()).toMatchObject({ ordersPerDay: 2, maxDailyNotional: { amount: '97' } });
  });

  it('are rebuilt where an older state.sqlite was put back', async () => {
    await keep('state.sqlite');
    await world.agent.unseal(unlock());
    await order();
    await world.restart(() => putBack('state.sqlite'));
    await world.agent.unseal(unlock());
    expect(await left()).toMatchObject({ ordersPerDay: 4 });
  });

  it('count as spent where the call log is gone as well', async () => {
    await order();
    await world.restart(() => {
      remove('state.sqlite');
      remove('calls.sqlite');
    });
    await world.agent.unseal(unlock());
    expect(await left()).toMatchObject({ ordersPerDay: null, maxDailyNotional: null });
    expect((await order()).answer['code']).toBe('LIMIT_EXCEEDED');
  });

  it('stay as they are over an ordinary restart', async () => {
    await order();
    await world.restart();
    await world.agent.unseal(unlock());
    expect(await left()).toMatchObject({ ordersPerDay: 4, maxDailyNotional: { amount: '99' } });
  });
});
