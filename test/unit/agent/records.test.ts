import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogQuery } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
const key = 'practice-unlimited';

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  bot = await world.addBot({ name: 'coder', grants: [{ key, may: ['code', 'account.read'], symbols: [] }] });
});
afterAll(() => world[Symbol.asyncDispose]());

const newest = () => world.agent.log(LogQuery.parse({ limit: 1 }))[0];

describe('the log', () => {
  it('has each code that was handed to a bot, and never the code', async () => {
    const { status, answer } = await bot.send('POST', `/v1/keys/${key}/code`);
    expect(status).toBe(200);
    expect(newest()).toMatchObject({ bot: 'coder', key, method: 'code', permission: 'code', status: 'ok' });
    expect(JSON.stringify(newest())).not.toContain(String(answer['code']));
  });

  it('has what a paused bot asked for', async () => {
    await world.agent.botAdmin.pause('coder');
    await bot.call(key, 'fetchBalance');
    expect(newest()).toMatchObject({ bot: 'coder', key, method: 'fetchBalance', status: 'denied', code: 'BOT_PAUSED' });
    await world.agent.botAdmin.resume('coder');
  });

  it('has a key that the bot may not see only as a refusal', async () => {
    await bot.call('nothing-there', 'fetchBalance');
    expect(newest()).toMatchObject({ bot: 'coder', key: null, status: 'denied', code: 'KEY_UNKNOWN' });
  });

  it('has what was refused while the vault was sealed', async () => {
    await world.agent.seal();
    await bot.call(key, 'fetchBalance');
    expect(newest()).toMatchObject({ bot: 'coder', status: 'denied', code: 'VAULT_SEALED' });
  });
});

describe('paging through public data', () => {
  it('ends after a bounded number of pages', async () => {
    await using other = await openWorld();
    await other.addKey(key);
    const reader = await other.addBot({ name: 'reader', grants: [{ key, may: [], symbols: [] }] });
    const params = { paginate: true, paginationCalls: 1e9, maxEntriesPerRequest: 1 };
    const { status } = await reader.call(key, 'fetchOHLCV', ['BTC/USD', '1m', Date.now() - 86_400_000, 1440, params]);
    expect([200, 403]).toContain(status);
  });
});
