/** What the pages do with too much, too long, too slow and nothing at all. Planted answers take the agent's place. */
import { expect, type Page, test } from '@playwright/test';
import { AppError, toProblem } from '../../shared/errors.ts';
import { type DesktopApp, startApp } from './app.ts';

test.describe.configure({ mode: 'serial' });

const id = (kind: string, n: number) =>
  `${kind}_${n.toString(2).padStart(26, 'a').replaceAll('0', 'b').replaceAll('1', 'c')}`;
const names = [
  'מפתח-ראשי של הבוט שלי',
  '🚀🔥 grid 🧑‍🚀',
  `${'a title of three hundred characters '.repeat(8)}and its end.`,
  'W'.repeat(300),
  '<script>alert(1)</script>',
];
const verdict = { id: 'turn-on', reason: 'Only bots use it. So it may have 2FA.', source: 'the article, 2026-11-22' };
const time = '2026-11-22T08:00:00.000Z';
const keys = Array.from({ length: 1000 }, (_, n) => ({
  ...{ id: id('key', n), label: `key-${n}`, title: names[n % names.length], exchange: 'kraken', usedBy: ['bots'] },
  ...{ twoFactor: 'totp', verdict, tested: time, bots: Array.from({ length: n % 7 }, (_bot, m) => `bot-${m}`) },
}));
const bots = Array.from({ length: 1000 }, (_, n) => ({
  ...{
    id: id('bot', n),
    name: `bot-${n}-${'x'.repeat(n % 50)}`,
    state: 'active',
    doors: ['socket'],
    expires: null,
    added: time,
  },
  grants: [{ key: `key-${n}`, may: ['orders.create'], symbols: 'any', orders: 'own', limits: {} }],
}));
const status = {
  ...{ agent: null, vault: 'open', warnings: [names[3], names[0]], clock: [], budget: [] },
  keys: keys.map(({ id: key, label }) => ({ id: key, label, health: [] })),
  bots: bots.map(({ id: bot, name }) => ({ id: bot, name, state: 'active' })),
};
const ok = (value: unknown) => ({ ok: true, value });
const open = {
  'window.state': ok({ vault: 'open', isLocked: false, note: null }),
  'app.status': ok({ ...status, keys: [], bots: [] }),
};
const crowd = { ...open, 'app.status': ok(status), 'keys.list': ok(keys), 'bots.list': ok(bots) };
const few = { ...open, 'keys.list': ok(keys.slice(0, 20)), 'bots.list': ok(bots.slice(0, 20)) };

let app: DesktopApp;

test.beforeAll(async () => {
  app = await startApp({ answers: crowd });
});

test.afterAll(() => app?.close());

test('a thousand keys and bots with the longest and strangest names fit a window of 900 px', async () => {
  test.slow();
  await app.page.setViewportSize({ width: 900, height: 600 });
  for (const page of ['keys', 'bots']) {
    await goTo(app.page, `#/${page}`);
    await app.page
      .getByText(page === 'keys' ? 'key-1' : 'bot-1', { exact: false })
      .first()
      .waitFor();
    expect(await widthOver(app.page), page).toBeLessThanOrEqual(0);
  }
  await app.page.keyboard.press('Control+k');
  await app.page.keyboard.type('key-999');
  await app.page.getByRole('option', { name: 'key-999' }).waitFor();
  expect(app.complaints).toEqual([]);
});

for (const [page, call] of [
  ['keys', 'keys.list'],
  ['bots', 'bots.list'],
  ['approvals', 'approvals.list'],
  ['settings', 'settings.list'],
] as const) {
  test(`the page of ${page} says that it failed, and comes back when it is asked again`, async () => {
    const failed = { ok: false, error: toProblem(new AppError('DISK_FULL')) };
    const value = call === 'settings.list' ? 'own' : call in few ? Reflect.get(few, call) : ok([]);
    await goTo(app.page, `#/${page}`);
    await app.plant({ ...few, [call]: failed });
    await expect(app.page.getByRole('alert').first()).toContainText('DISK_FULL');
    // The navigation asks for the approvals, too, and React asks twice while it is looked at.
    await app.plant({ ...few, [call]: { inTurn: [failed, failed, value] } });
    await app.page.getByRole('heading', { level: 1 }).first().waitFor();
    await expect(async () => {
      const again = app.page.getByRole('button', { name: 'Try again' }).first();
      if (await again.isVisible()) await again.click();
      await expect(app.page.getByRole('alert')).toHaveCount(0, { timeout: 500 });
    }).toPass({ timeout: 10_000 });
  });
}

test('where main is gone the page says so instead of waiting', async () => {
  await goTo(app.page, '#/keys');
  await app.plant({ ...few, 'keys.list': 'gone' });
  await expect(app.page.getByRole('alert')).toContainText('AGENT_MISSING');
});

test('a call that does not answer is said to take long, and its page can ask again', async () => {
  test.slow();
  await goTo(app.page, '#/keys');
  await app.page.clock.install();
  await app.plant({ ...few, 'keys.list': { inTurn: ['never', 'never', ok(keys.slice(0, 20))] } });
  await app.page.getByRole('heading', { level: 1 }).first().waitFor();
  await expect(app.page.getByRole('alert')).toHaveCount(0);
  await expect(async () => {
    await app.page.clock.fastForward('00:16');
    await expect(app.page.getByRole('alert')).toContainText('does not answer', { timeout: 500 });
  }).toPass({ timeout: 10_000 });
  // How often it was asked before the page was looked at depends on when the page was loaded anew.
  await expect(async () => {
    await app.page.clock.fastForward('00:16');
    const again = app.page.getByRole('button', { name: 'Try again' });
    if (await again.isVisible()) await again.click();
    await expect(app.page.getByText('key-1', { exact: true })).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 40_000 });
});

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** By how many pixels something is wider than its place: the page in the window, its main part, or a table. */
const widthOver = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const inside = [...document.querySelectorAll('main, [role=grid]')].map((one) => one.scrollWidth - one.clientWidth);
    return Math.max(document.documentElement.scrollWidth - window.innerWidth, ...inside);
  });
