/** Every page, in both themes and in its states, looked at by axe; zoomed to 200 %; and with less motion. */
import { expect, type Page, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { plainPages } from '../../renderer/route.ts';
import { AppError, toProblem } from '../../shared/errors.ts';
import { windowApi } from '../../shared/window-api.ts';
import { addBot, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { addKey, openVault } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const schemes = ['light', 'dark'] as const;
let practice: Practice;
let app: DesktopApp;
let addresses: readonly string[];

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const key = practice.keys.find(({ label }) => label === 'practice-totp');
  if (key === undefined) throw new Error('the practice exchange has no key with 2FA');
  await addKey(app.page, key);
  const keyAt = new URL(app.page.url()).hash;
  const bot = await addBot(app.dataDir, 'grid-1', [{ key: key.label, preset: 'trade', symbols: ['BTC/USD'] }]);
  await callAsBot(app.dataDir, bot.token, key.label, 'fetchBalance', []);
  await callAsBot(app.dataDir, bot.token, key.label, 'withdraw', ['USD', 1, 'nowhere']);
  addresses = [
    ...plainPages.map((page) => `#/${page}`),
    keyAt,
    `${keyAt}/protect`,
    `#/bots/${bot.id}`,
    `#/bots/${bot.id}/grant/${key.label}`,
    '#/exchanges/kraken',
  ];
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

for (const colorScheme of schemes) {
  test(`axe finds nothing serious on a filled page, ${colorScheme}`, async () => {
    test.slow();
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const address of addresses) found.push(...(await lookAt(app.page, address)));
    expect(found).toEqual([]);
  });
}

test('at 200 % of 1180 x 760 no page is wider than the window', async () => {
  await app.page.setViewportSize({ width: 590, height: 380 });
  const wide: string[] = [];
  for (const address of addresses) {
    await open(app.page, address);
    const over = await app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) wide.push(`${address} by ${over} px`);
  }
  await app.page.setViewportSize({ width: 1180, height: 760 });
  expect(wide).toEqual([]);
});

test('with less motion nothing moves without end', async () => {
  await app.page.emulateMedia({ reducedMotion: 'reduce' });
  const moving: string[] = [];
  for (const address of addresses) {
    await open(app.page, address);
    const endless = await app.page.evaluate(
      () =>
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY).length,
    );
    if (endless > 0) moving.push(address);
  }
  expect(moving).toEqual([]);
});

test('no page met its content security policy or said anything to the console', () => {
  expect(app.complaints).toEqual([]);
});

const status = { agent: null, vault: 'open', warnings: [], keys: [], bots: [], clock: [], budget: [] };
const standing = {
  'window.state': { ok: true, value: { vault: 'open', isLocked: false, note: null } },
  'app.status': { ok: true, value: status },
};
const lists = Object.entries(windowApi)
  .filter(([name, row]) => 'changedBy' in row && !(name in standing))
  .map(([name]) => name);
const states: Readonly<Record<string, unknown>> = {
  loading: 'never',
  failed: { ok: false, error: toProblem(new AppError('DISK_FULL')) },
};

for (const [state, answer] of Object.entries(states)) {
  test(`axe finds nothing serious on a page that is ${state}`, async () => {
    test.slow();
    await app.plant({ ...standing, ...Object.fromEntries(lists.map((name) => [name, answer])) });
    const found: string[] = [];
    for (const colorScheme of schemes) {
      await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const page of plainPages) found.push(...(await lookAt(app.page, `#/${page}`)));
    }
    expect(found).toEqual([]);
    expect(app.complaints).toEqual([]);
  });
}

async function open(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

async function lookAt(page: Page, address: string): Promise<string[]> {
  await open(page, address);
  return axe(page);
}
