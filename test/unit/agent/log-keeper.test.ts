import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';
import { testClock } from '../calllog/fixture.ts';

const key = 'practice-unlimited';
const unlock = () => ({ kind: 'passphrase' as const, secret: Secret.ofText(passphrase) });

let world: World;
let bot: BotClient;
beforeEach(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'grid-1', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'any' }] });
  for (let n = 0; n < 3; n += 1) await order();
});
afterEach(() => world[Symbol.asyncDispose]());

const order = async () => (await bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.001, 1000])).answer['code'];
const read = async () => (await bot.call(key, 'fetchBalance')).answer['code'];
const cancel = async () => (await bot.call(key, 'cancelAllOrders')).answer['code'];
const warnings = () => world.agent.status(undefined).warnings.join('\n');

/** The folder is changed while nothing runs, then the vault is opened again. */
async function reopen(change: () => void): Promise<void> {
  await world.restart(change);
  await world.agent.unseal(unlock());
}

function edit(sql: string): void {
  const db = new DatabaseSync(join(world.dataDir, 'calls.sqlite'));
  db.exec(sql);
  db.close();
}

const remove = () => {
  for (const name of readdirSync(world.dataDir).filter((one) => one.startsWith('calls.sqlite')))
    rmSync(join(world.dataDir, name));
};

describe('a log that is as it was left', () => {
  it('is trusted over restarts, sealing and a rotation', async () => {
    await reopen(() => {});
    await world.agent.seal();
    await world.agent.unseal(unlock());
    await world.agent.vaultAdmin.rotate(unlock());
    expect(await order()).toBeUndefined();
    await world.agent.vaultAdmin.recoveryKept();
    await reopen(() => {});
    expect(warnings()).toBe('');
    expect(await order()).toBeUndefined();
  });
});

describe.each([
  ['cut off', () => edit('DELETE FROM entries WHERE seq > 5')],
  ['gone', remove],
])('a log that is %s', (_what, change) => {
  it('keeps bots from orders but not from reads and cancels, until its owner accepts it', async () => {
    await reopen(change);
    expect(warnings()).toContain('cut off');
    expect(await order()).toBe('RECORD_FAILED');
    expect(await read()).toBeUndefined();
    expect(await cancel()).toBeUndefined();
    await reopen(() => {});
    expect(await order()).toBe('RECORD_FAILED');
    const { keptAs } = await world.agent.vaultAdmin.acceptLog();
    expect(existsSync(String(keptAs))).toBe(true);
    expect(warnings()).toBe('');
    expect(await order()).toBeUndefined();
    await reopen(() => {});
    expect(warnings()).toBe('');
    expect(await order()).toBeUndefined();
  });
});

it('the log’s key stands in no file as it is, and proves what was signed', async () => {
  await world.agent.seal();
  const log = openCallLog({ path: join(world.dataDir, 'calls.sqlite'), clock: testClock() });
  try {
    expect(await log.verify({})).toMatchObject({ result: 'sealed' });
  } finally {
    log.close();
  }
});
