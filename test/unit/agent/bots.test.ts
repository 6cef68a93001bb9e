import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashToken } from '../../../electron/agent/bots.ts';
import { controlApi } from '../../../shared/control-api.ts';
import { BotInput } from '../../../shared/control-views.ts';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
let n = 0;
const key = 'practice-unlimited';
const grant = (changes: Record<string, unknown> = {}) => ({ key, preset: 'trade', symbols: ['BTC/USD'], ...changes });

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-restricted', { label: 'nowhere', endpoint: 'http://127.0.0.1:1' });
});

afterAll(() => world[Symbol.asyncDispose]());

const add = (changes: Record<string, unknown> = {}, more: { confirmDangerous?: boolean } = {}) => {
  n += 1;
  return world.agent.botAdmin.add({ ...BotInput.parse({ name: `bot-${n}`, grants: [grant()], ...changes }), ...more });
};
const refused = (outcome: Promise<unknown>, code: string) => expect(outcome).rejects.toMatchObject({ code });

describe('a bot that is added', () => {
  it('gets a token once, of which only the hash is kept', async () => {
    const { id, token } = await add();
    expect(token).toMatch(/^kb_[A-Za-z0-9_-]{43}$/);
    const shown = JSON.stringify([
      world.agent.botAdmin.show(id),
      world.agent.botAdmin.list(),
      world.agent.status(undefined),
    ]);
    expect(shown).not.toContain(token);
    expect(shown).not.toContain(hashToken(token));
    const names = readFileSync(join(world.dataDir, 'names.json'), 'utf8');
    expect(names).not.toContain(token);
    expect(names).toContain(hashToken(token));
    expect(world.agent.bots.identify(hashToken(token), 'socket').id).toBe(id);
  });

  it('gets another token each time', async () => {
    const tokens = await Promise.all(Array.from({ length: 5 }, () => add()));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(5);
  });

  it('needs a name that is free, also among bots that are just being added', async () => {
    await add({ name: 'taken' });
    await refused(add({ name: 'taken' }), 'LABEL_TAKEN');
    const both = await Promise.allSettled([add({ name: 'twin' }), add({ name: 'twin' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is shown as the contract says, with the labels of its keys', async () => {
    const { name } = await add({ grants: [grant({ limits: { sides: ['buy'] } })] });
    expect(controlApi['bot.show'].result.parse(world.agent.botAdmin.show(name)).grants).toEqual([
      {
        key,
        may: expect.arrayContaining(['orders.create', 'orders.cancel']),
        symbols: ['BTC/USD'],
        orders: 'own',
        limits: { sides: ['buy'] },
      },
    ]);
  });

  it.each([
    ['an unknown key', [grant({ key: 'missing' })], 'KEY_UNKNOWN'],
    ['a symbol that the exchange does not have', [grant({ symbols: ['BTC/USD', 'NO/THING'] })], 'INPUT_INVALID'],
    ['two grants on a key', [grant(), grant()], 'INPUT_INVALID'],
  ])('with %s is refused and leaves nothing behind', async (_, grants, code) => {
    await refused(add({ name: 'refused', grants }), code);
    expect(world.agent.botAdmin.list().some(({ name }) => name === 'refused')).toBe(false);
    await add({ name: 'refused' });
    await world.agent.botAdmin.revoke('refused');
  });

  it('with an unknown symbol is taken where the exchange cannot be reached: it then only denies', async () => {
    const { name } = await add({ grants: [grant({ key: 'nowhere', symbols: ['NO/THING'] })] });
    expect(world.agent.botAdmin.show(name).grants[0]?.symbols).toEqual(['NO/THING']);
  });

  it('with an empty list of symbols may trade nothing', async () => {
    const client = await world.addBot({ name: 'empty', grants: [grant({ symbols: [] })] });
    const { answer } = await client.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000]);
    expect(answer['code']).toBe('SYMBOL_DENIED');
  });
});

describe('dangerous permissions', () => {
  it.each(['funds.withdraw', 'funds.transfer', 'code', 'raw'])('%s on TCP needs a yes of the user', async (may) => {
    const bot = { doors: ['socket', 'http'], grants: [grant({ preset: undefined, may: [may] })] };
    await refused(add(bot), 'CONFIRMATION_NEEDED');
    await refused(add(bot, { confirmDangerous: false }), 'CONFIRMATION_NEEDED');
    const { name } = await add(bot, { confirmDangerous: true });
    expect(world.agent.botAdmin.show(name).grants[0]?.may).toEqual([may]);
    await add({ ...bot, doors: ['socket'] });
  });
});

describe('the end of a bot', () => {
  it('that lies in the past is refused', async () => {
    await refused(add({ expires: new Date(Date.now() - 1000).toISOString() }), 'INPUT_INVALID');
  });

  it('is kept in UTC', async () => {
    const { name } = await add({ expires: '2099-01-01T02:00:00+02:00' });
    expect(world.agent.botAdmin.show(name).expires).toBe('2099-01-01T00:00:00.000Z');
  });

  it('makes its token useless when it comes', async () => {
    const client = await world.addBot({
      name: 'brief',
      grants: [grant()],
      expires: new Date(Date.now() + 700).toISOString(),
    });
    expect((await client.call(key, 'fetchBalance')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect((await client.call(key, 'fetchBalance')).answer['code']).toBe('TOKEN_EXPIRED');
    expect(world.agent.botAdmin.show('brief').state).toBe('expired');
  });
});

describe('doors', () => {
  it('a token works only at the doors that its bot was made for', async () => {
    const { token } = await add({ doors: ['http'] });
    expect(() => world.agent.bots.identify(hashToken(token), 'socket')).toThrow(
      expect.objectContaining({ code: 'TOKEN_UNKNOWN' }),
    );
    expect(world.agent.bots.identify(hashToken(token), 'http').name).toMatch(/^bot-/);
  });
});

describe('pausing and revoking', () => {
  it.each(['pause', 'revoke'] as const)('%s wins against a resume that is under way', async (narrow) => {
    const client = await world.addBot({ name: `race-${narrow}`, grants: [grant()] });
    await world.agent.botAdmin.pause(client.id);
    const resumed = world.agent.botAdmin.resume(client.id);
    const narrowed = world.agent.botAdmin[narrow](client.id);
    await refused(resumed, 'BOT_PAUSED');
    await narrowed;
    const { answer } = await client.call(key, 'fetchBalance');
    expect(answer['code']).toBe(narrow === 'pause' ? 'BOT_PAUSED' : 'TOKEN_UNKNOWN');
  });

  it('both may be said twice', async () => {
    const { name } = await add();
    await world.agent.botAdmin.pause(name);
    await world.agent.botAdmin.pause(name);
    expect(world.agent.botAdmin.show(name).state).toBe('paused');
    await world.agent.botAdmin.resume(name);
    await world.agent.botAdmin.resume(name);
    expect(world.agent.botAdmin.show(name).state).toBe('active');
    await world.agent.botAdmin.revoke(name);
    await refused(world.agent.botAdmin.revoke(name), 'INPUT_INVALID');
  });
});
