import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Notifier } from '../../../electron/agent/notifier.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { openSettings } from '../../../electron/base/settings.ts';
import { BotInput } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const order = ['BTC/USD', 'limit', 'buy', 0.01, 20_000];

let world: World;
let bot: BotClient;
let notifier: Notifier;
let told: Record<string, unknown>[];
let nowMs: number;
beforeEach(async () => {
  told = [];
  nowMs = 0;
  world = await openWorld();
  await world.addKey(key);
  const grant = { key, preset: 'trade', symbols: 'any', orders: 'any' };
  const limits = { askAbove: { amount: '1000', currency: 'USD' } };
  bot = await world.addBot({ name: 'bot', grants: [{ ...grant, limits }] });
  await world.agent.settings.set('notify.command', '["/bin/tell", "--me"]');
  notifier = new Notifier({
    agent: world.agent,
    settings: world.agent.settings,
    clock: { ...systemClock, monotonic: () => nowMs },
    run: async (command, input) => {
      expect(command).toEqual(['/bin/tell', '--me']);
      told.push(JSON.parse(input));
      return undefined;
    },
    report: (fault) => {
      throw fault;
    },
  });
});
afterEach(async () => {
  notifier.close();
  await world[Symbol.asyncDispose]();
});

const events = () => told.map(({ event }) => event);

describe('the owner is told', () => {
  it('that an order waits for a yes, and how to give it', async () => {
    const asking = bot.call(key, 'createOrder', ['BTC/USD', 'limit', 'buy', 1, 20_000]);
    await expect.poll(events).toEqual(['approval-waiting']);
    const [waiting] = world.agent.botAdmin.approvals.list();
    expect(told[0]).toMatchObject({ bot: 'bot', key, id: waiting?.id });
    expect(String(told[0]?.['text'])).toContain(`keybearer approve ${waiting?.id}`);
    await world.agent.botAdmin.approvals.deny(String(waiting?.id));
    await asking;
  });

  it('that the outcome of an order is unknown', async () => {
    await bot.call(key, 'fetchBalance');
    await world.control('faults', { next: 'drop-after', count: 1 });
    const { answer } = await bot.call(key, 'createOrder', order);
    await expect.poll(events).toEqual(['outcome-unknown']);
    expect(told[0]).toMatchObject({ bot: 'bot', key, call: answer['callId'] });
  });

  it('that a bot was paused, once, and again when it is paused again later', async () => {
    await world.agent.botAdmin.pause('bot');
    await expect.poll(events).toEqual(['bot-paused']);
    await world.agent.botAdmin.resume('bot');
    await world.agent.botAdmin.pause('bot');
    expect(events()).toEqual(['bot-paused']);
    await world.agent.botAdmin.resume('bot');
    nowMs = 61_000;
    await world.agent.botAdmin.pause('bot');
    await expect.poll(events).toEqual(['bot-paused', 'bot-paused']);
  });

  it('that the agent started sealed', async () => {
    notifier.started();
    expect(told).toEqual([]);
    await world.agent.seal();
    notifier.started();
    await expect.poll(events).toEqual(['vault-sealed']);
  });

  it('ten things a minute at most, and how many were left out', async () => {
    for (let n = 0; n < 25; n += 1) notifier.tell({ event: 'leak-alarm', key: `key-${n}`, text: 'x' });
    await expect.poll(() => told.length).toBe(10);
    nowMs = 60_000;
    notifier.tell({ event: 'leak-alarm', key: 'one-more', text: 'x' });
    await expect.poll(() => told.at(-1)).toMatchObject({ key: 'one-more', leftOut: 15 });
  });

  it('nothing where no program is set', async () => {
    await world.agent.settings.set('notify.command', 'null');
    await world.agent.botAdmin.pause('bot');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told).toEqual([]);
  });
});

describe('settings', () => {
  it.each([
    ['notify.comand', 'null', 'There is no setting'],
    ['notify.command', '/bin/tell', 'takes JSON'],
    ['notify.command', '[]', 'name a program'],
    ['notify.command', '["tell"]', 'whole path'],
    ['notify.command', '"rm -rf /"', 'notify.command'],
    ['pairing.http', '1', 'pairing.http'],
  ])('refuse %s = %s', async (name, value, words) => {
    await expect(world.agent.settings.set(name, value)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(words),
    });
    expect(await world.agent.settings.all()).toMatchObject({ 'notify.command': ['/bin/tell', '--me'] });
  });

  it('let bots ask over TCP to be let in, once the owner said so', async () => {
    const wants = [{ key, preset: 'watch', symbols: 'any' }];
    const wish = { name: 'far', wants: BotInput.parse({ name: 'far', grants: wants }).grants };
    await expect(world.agent.bots.pair(wish, 'http')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    await world.agent.settings.set('pairing.http', 'true');
    expect(await world.agent.bots.pair(wish, 'http')).toMatchObject({ code: expect.any(String) });
  });

  it('are read from the file, also by the next process', async () => {
    await world.agent.settings.set('pairing.http', 'true');
    expect(await openSettings(world.dataDir).all()).toMatchObject({
      'notify.command': ['/bin/tell', '--me'],
      'pairing.http': true,
    });
  });
});
