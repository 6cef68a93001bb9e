import { beforeEach, expect, it } from 'vitest';
import type { GrantChange } from '../../../../electron/agent/bot-grants.ts';
import { answer, pageOrigin } from '../../../../electron/doors/window/listen.ts';
import { type FakeAgent, fakeAgent, rightPassphrase } from './fake-agent.ts';
import { type OpenDoor, openDoor } from './open-door.ts';

const page = { senderFrame: { url: `${pageOrigin}/index.html`, parent: null } };
let fake: FakeAgent;
let open: OpenDoor;
let given: { bot: string; change: GrantChange }[];
const call = (name: string, params: unknown) => answer(page, open.door, name, params);
const grants = [{ key: 'main', may: ['account.read'], symbols: 'any', orders: 'own', limits: { ordersPerDay: 5 } }];
const changed = {
  ...{ id: 'bot_a', name: 'grid-1', state: 'active', doors: ['socket'], expires: null },
  ...{ added: '2026-11-24T12:00:00.000Z', grants },
};
const ask = { bot: 'grid-1', grants, confirmDangerous: true };

beforeEach(() => {
  fake = fakeAgent();
  fake.vault = 'open';
  given = [];
  Object.assign(fake.agent.botAdmin, {
    grant: async (bot: string, change: GrantChange) => {
      given.push({ bot, change });
      return changed;
    },
  });
  open = openDoor(fake);
});

it('a grant is changed as it was asked for, with the right passphrase alone', async () => {
  expect(await call('bots.grant', { ask })).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  const wrong = await call('bots.grant', { passphrase: 'guess', ask });
  expect(wrong).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } });
  expect(given).toEqual([]);
  expect(await call('bots.grant', { passphrase: rightPassphrase, ask })).toMatchObject({ ok: true });
  expect(given).toEqual([{ bot: 'grid-1', change: { grants, confirmDangerous: true } }]);
  expect(fake.unlocks.every(({ secret }) => secret.isWiped)).toBe(true);
});

it('what would be is told without the passphrase, and changes nothing whatever the page says', async () => {
  expect(await call('bots.grant.try', ask)).toMatchObject({ ok: true, value: { name: 'grid-1' } });
  expect(given).toEqual([{ bot: 'grid-1', change: { grants, confirmDangerous: true, isTrial: true } }]);
  const sly = await call('bots.grant.try', { ...ask, isTrial: false });
  expect(sly).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  expect(given).toHaveLength(1);
});

it('a locked window neither changes a grant nor tells what would be', async () => {
  open.lock.lock();
  for (const [name, params] of [
    ['bots.grant', { passphrase: rightPassphrase, ask }],
    ['bots.grant.try', ask],
  ] as const)
    expect(await call(name, params), name).toMatchObject({ ok: false, error: { code: 'WINDOW_LOCKED' } });
  expect(given).toEqual([]);
});
