/** An agent that is started again and again, faster than it can find out: it finds out once it is left alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../../../electron/base/secret.ts';
import { LogQuery } from '../../../shared/control-views.ts';
import { jumpingClock } from '../../fakes/jumping-clock.ts';
import { type BotClient, openWorld, passphrase, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];
const clock = jumpingClock();
/** More than one call may send, at two requests a look. */
const starts = 12;

let world: World;
let bot: BotClient;
beforeAll(async () => {
  world = await openWorld({ clock, now: clock.now });
  await world.addKey(key);
  bot = await world.addBot({ name: 'bot', grants: [{ key, preset: 'trade', symbols: 'any', orders: 'own' }] });
  await bot.call(key, 'fetchBalance');
});
afterAll(() => world[Symbol.asyncDispose]());

const recordOf = (callId: unknown) => world.agent.log(LogQuery.parse({ limit: 100 })).find(({ id }) => id === callId);
const looksOf = (callId: unknown) =>
  (recordOf(callId)?.requests ?? []).filter(({ endpoint }) => endpoint === 'privatePostOpenOrders').length;

const send = async (name: string) => {
  const body = JSON.stringify({ method: 'createOrder', args: order });
  return bot.send('POST', `/v1/keys/${key}/call`, body, { 'Idempotency-Key': name });
};

async function startAgain(): Promise<void> {
  await world.agent.seal();
  await world.agent.unseal({ kind: 'passphrase', secret: Secret.ofText(passphrase) });
}

/** A named order that never came to the exchange, as the agent's own record has it in the end. */
async function lostOrder(name: string): Promise<string> {
  await world.control('faults', { next: 'drop-before', count: 1 });
  const { answer } = await send(name);
  expect(answer).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
  return String(answer['callId']);
}

it('starts in quick succession look seldom, and go on waiting where the first one began', async () => {
  const callId = await lostOrder('quick');
  const begunMs = clock.now();
  for (let start = 0; start < starts; start += 1) {
    await startAgain();
    await expect.poll(() => looksOf(callId)).toBeGreaterThan(0);
    clock.jump(400);
  }
  // Five seconds after this start, and more than ten after the first one.
  clock.jump(5_000);
  await expect.poll(() => recordOf(callId)).toMatchObject({ status: 'failed', sent: 'no' });
  // An early look in ten seconds, and one when the order must have ended.
  expect(looksOf(callId)).toBeLessThanOrEqual(2 + Math.floor((clock.now() - begunMs) / 10_000));
  expect(await send('quick')).toMatchObject({ status: 200 });
}, 30_000);

it('looks that failed take nothing from later ones', async () => {
  const callId = await lostOrder('down');
  await world.control('faults', { next: 'drop-before', count: 1_000 });
  let looks = 0;
  for (let start = 0; start < 6; start += 1) {
    await startAgain();
    // An early look, then when the order must have ended, and ten seconds and a minute after that.
    for (const ms of [0, 10_000, 10_000, 50_000]) {
      clock.jump(ms);
      looks += 1;
      await expect.poll(() => looksOf(callId)).toBe(looks);
    }
    clock.jump(60_000);
  }
  expect(recordOf(callId)).toMatchObject({ sent: 'unknown' });
  expect(recordOf(callId)?.requests.length).toBeGreaterThan(20);
  await world.control('faults', { next: 'drop-before', count: 0 });
  // Nobody looks any more; a bot that asks again by the order's name has it looked up once more.
  const asked = async () => {
    const { answer } = await send('down');
    clock.jump(5_000);
    return [answer['code'], recordOf(callId)?.status];
  };
  expect(await asked()).toEqual(['OUTCOME_UNKNOWN', 'unknown']);
  await expect.poll(async () => (await asked())[1], { timeout: 10_000 }).toBe('failed');
  expect(await send('down')).toMatchObject({ status: 200 });
}, 30_000);
