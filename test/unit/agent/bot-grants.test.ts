/** A bot's grants are changed while it works: what it may do is what stands there now, at once and after a restart. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { GrantInput } from '../../../shared/model.ts';
import { openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
const grantOf = (changes: Record<string, unknown> = {}) =>
  GrantInput.parse({ key, preset: 'trade', symbols: ['BTC/USD'], orders: 'own', ...changes });
const grant = (bot: string, changes: Record<string, unknown> = {}, more: { isTrial?: boolean } = {}) =>
  world.agent.botAdmin.grant(bot, { grants: [grantOf(changes)], ...more });

let world: World;
let n = 0;
beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-restricted', { label: 'other' });
});
afterAll(() => world[Symbol.asyncDispose]());

const addBot = async (changes: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => {
  const name = `bot-${++n}`;
  return { name, ...(await world.addBot({ name, grants: [grantOf(changes)], ...more })) };
};

it('a raised limit lets more through, a lowered one less, and the sums of the day stay', async () => {
  const bot = await addBot({ limits: { ordersPerDay: 1 } });
  const place = async () => (await bot.call(key, 'createOrder', order)).answer['code'];
  expect([await place(), await place()]).toEqual([undefined, 'LIMIT_EXCEEDED']);
  await grant(bot.name, { limits: { ordersPerDay: 2 } });
  expect([await place(), await place()]).toEqual([undefined, 'LIMIT_EXCEEDED']);
  await grant(bot.name, { preset: 'watch' });
  expect(await place()).toBe('PERMISSION_DENIED');
});

it('stands after a restart, and its token stays', async () => {
  const bot = await addBot();
  await grant(bot.name, { symbols: ['ETH/USD'] });
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  expect(world.agent.botAdmin.show(bot.name).grants).toMatchObject([{ key, symbols: ['ETH/USD'] }]);
  expect((await bot.call(key, 'createOrder', order)).answer['code']).toBe('SYMBOL_DENIED');
});

it('a grant on another key is added, and one that is not named stays', async () => {
  const bot = await addBot();
  const shown = await grant(bot.name, { key: 'other', preset: 'watch', symbols: 'any' });
  expect(shown.grants.map((one) => [one.key, one.symbols])).toEqual([
    [key, ['BTC/USD']],
    ['other', 'any'],
  ]);
});

it('a trial changes nothing, and stands nowhere', async () => {
  const bot = await addBot();
  const before = world.agent.botAdmin.show(bot.name);
  const trial = await grant(bot.name, { symbols: 'any' }, { isTrial: true });
  expect(trial.grants).toMatchObject([{ symbols: 'any' }]);
  expect(world.agent.botAdmin.show(bot.name)).toEqual(before);
  expect(deeds(bot.name)).toEqual([]);
});

it('the log has it as a deed of the owner, with what was and what is', async () => {
  const bot = await addBot();
  await grant(bot.name, { limits: { ordersPerDay: 5 } });
  const [deed] = deeds(bot.name);
  expect(deed).toMatchObject({ bot: null, key, status: 'ok', sent: 'no', requests: [] });
  const shown = await world.agent.callLog.show(deed?.id ?? '');
  expect(shown).toMatchObject({
    request: { bot: bot.name, before: { limits: {} }, after: { limits: { ordersPerDay: 5 } } },
  });
  // It is no call of the bot's.
  const { answer } = await bot.send('GET', '/v1/calls');
  expect(answer['calls']).toEqual([]);
});

it('an order that waits for a yes under the former grant is refused', async () => {
  const bot = await addBot({ limits: { askAbove: { amount: '1', currency: 'USD' } } });
  const waiting = bot.call(key, 'createOrder', order);
  await expect.poll(() => world.agent.botAdmin.approvals.list().length).toBe(1);
  await grant(bot.name, { limits: { askAbove: { amount: '2', currency: 'USD' } } });
  expect((await waiting).answer).toMatchObject({ code: 'APPROVAL_DENIED', sent: 'no' });
});

it('an order that was decided on under the former grant, and waits for its turn, does not leave', async () => {
  const bot = await addBot();
  await bot.call(key, 'fetchBalance');
  await world.control('faults', { next: 'late', count: 1 });
  const ahead = bot.call(key, 'fetchBalance');
  const waiting = bot.call(key, 'createOrder', order);
  const intents = () => world.agent.log(LogQuery.parse({ limit: 2 })).map(({ requests }) => requests.length);
  await expect.poll(intents).toEqual([1, 1]);
  await grant(bot.name, { symbols: ['ETH/USD'] });
  expect((await waiting).answer).toMatchObject({ code: 'PERMISSION_DENIED', sent: 'no' });
  expect((await ahead).status).toBe(200);
}, 20_000);

it('what was allowed for good on this key is over', async () => {
  const asking = { limits: { askAbove: { amount: '1', currency: 'USD' } } };
  const bot = await addBot(asking);
  const first = bot.call(key, 'createOrder', order);
  await expect.poll(() => world.agent.botAdmin.approvals.list().length).toBe(1);
  await world.agent.botAdmin.approvals.approve(world.agent.botAdmin.approvals.list()[0]?.id ?? '', 'always');
  expect((await first).status).toBe(200);
  expect((await bot.call(key, 'createOrder', order)).status).toBe(200);
  await grant(bot.name, { ...asking, orders: 'any' });
  const again = bot.call(key, 'createOrder', order);
  await expect.poll(() => world.agent.botAdmin.approvals.list().length).toBe(1);
  await world.agent.botAdmin.approvals.deny(world.agent.botAdmin.approvals.list()[0]?.id ?? '');
  expect((await again).answer['code']).toBe('APPROVAL_DENIED');
});

it('is refused like the grant of a new bot, and then nothing has changed', async () => {
  const bot = await addBot({}, { doors: ['socket', 'http'] });
  const refused = (changes: Record<string, unknown>, code: string) =>
    expect(grant(bot.name, changes)).rejects.toMatchObject({ code });
  await refused({ key: 'nobody' }, 'KEY_UNKNOWN');
  await refused({ symbols: ['NO/SUCH'] }, 'INPUT_INVALID');
  await refused({ preset: undefined, may: ['funds.withdraw'] }, 'CONFIRMATION_NEEDED');
  world.disk.isFull = true;
  await refused({ symbols: 'any' }, 'DISK_FULL');
  world.disk.isFull = false;
  expect(world.agent.botAdmin.show(bot.name).grants).toMatchObject([{ symbols: ['BTC/USD'] }]);
  expect(deeds(bot.name)).toMatchObject([{ status: 'failed', code: 'DISK_FULL' }]);
});

it('changes at once go one after the other, and the last one stands in the vault as well', async () => {
  const bot = await addBot();
  const limits = [1, 2, 3].map((ordersPerDay) => ({ limits: { ordersPerDay } }));
  await Promise.all(limits.map((one) => grant(bot.name, one)));
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  expect(world.agent.botAdmin.show(bot.name).grants).toMatchObject([{ limits: { ordersPerDay: 3 } }]);
});

it('a pause, or a revocation, that comes while it is under way stands', async () => {
  const bots = [await addBot(), await addBot()];
  const [paused = '', revoked = ''] = bots.map(({ name }) => name);
  const { botAdmin } = world.agent;
  const stops = [() => botAdmin.pause(paused), () => botAdmin.revoke(revoked)];
  for (const [at, stop] of stops.entries()) {
    const change = grant(bots[at]?.name ?? '', { symbols: 'any' });
    const refused = expect(change).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    // By now it has read the bot, and waits for the disk.
    for (let tick = 0; tick < 20; tick += 1) await Promise.resolve();
    await stop();
    await refused;
  }
  await world.restart();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
  expect(world.agent.botAdmin.show(paused)).toMatchObject({ state: 'paused', grants: [{ symbols: ['BTC/USD'] }] });
  expect(() => world.agent.botAdmin.show(revoked)).toThrow();
});

/** Newest first; only this bot's, of which there is one at most in each test that asks. */
function deeds(bot: string) {
  const since = world.agent.botAdmin.show(bot).added;
  return world.agent.log(LogQuery.parse({ since, limit: 10 })).filter(({ method }) => method === 'bot.grant');
}
