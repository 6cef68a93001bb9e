/** How a bot that can't be changed is set up, on an agent that serves bots over TCP as well. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { BotSetup } from '../../shared/connect/bot-setup.ts';
import { programs } from '../../shared/connect/programs.ts';
import { ask } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { openVault, passphrase } from './steps.ts';

test.describe.configure({ mode: 'serial' });

let practice: Practice;
let app: DesktopApp;
const none = { kind: 'none' } as const;

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true, args: ['--http', '0'] });
  await openVault(app.page);
  await addKeys(app.dataDir);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

async function addKeys(dataDir: string): Promise<void> {
  const secret = Buffer.alloc(32, 7).toString('base64');
  const wallet = { privateKey: `0x${'1'.repeat(64)}`, walletAddress: `0x${'2'.repeat(40)}` };
  const own = practice.keys.find(({ label }) => label === 'practice-totp');
  for (const key of [
    { label: 'kraken-main', exchange: 'kraken', apiKey: 'public', secret, twoFactor: none },
    { label: 'wallet', exchange: 'hyperliquid', ...wallet, twoFactor: none },
    { label: 'practice-totp', exchange: 'kraken', apiKey: own?.apiKey, secret: own?.secret, endpoint: practice.url },
  ])
    await asked(ask(dataDir, 'key.add', { twoFactor: none, ...key }, passphrase));
  const grants = ['practice-totp', 'wallet'].map((key) => ({ key, preset: 'watch' as const, symbols: 'any' as const }));
  await asked(ask(dataDir, 'bot.add', { name: 'on-socket', grants }, passphrase));
}

/** What the control door says, where it does not refuse. */
async function asked(answer: Promise<unknown>): Promise<unknown> {
  const said = await answer;
  if (typeof said === 'object' && said !== null && 'value' in said) return said.value;
  throw new Error(JSON.stringify(said));
}

const setupOf = async (key: string): Promise<BotSetup> =>
  BotSetup.parse(await asked(ask(app.dataDir, 'bot.setup', { key })));

const section = (page: Page) => page.getByRole('region', { name: 'A ccxt bot, unchanged' });

const choose = (page: Page, name: string) => section(page).getByText(name, { exact: true }).click();

async function openSetup(page: Page, bot: string): Promise<void> {
  await page.evaluate(() => window.location.assign('#/bots'));
  await page.getByRole('row').filter({ hasText: bot }).click();
  await page.getByRole('link', { name: 'Set up' }).click();
  await expect(page.getByRole('heading', { name: `Set up ${bot}`, level: 1 })).toBeVisible();
}

test('a new bot’s page shows what the terminal shows, for each program, and no token in it', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Bots' }).click();
  await page.getByRole('link', { name: 'Connect a bot' }).click();
  await page.getByText('I give it a token').click();
  await page.getByLabel('Name').fill('ccxt-1');
  await page.getByRole('checkbox', { name: /^TCP/ }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('Key', { exact: true }).selectOption('kraken-main');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Make the bot' }).click();
  const token = await page.getByRole('status', { name: 'Token' }).innerText();
  const setup = await setupOf('kraken-main');
  expect(setup.http).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  for (const { name, text } of programs) {
    await choose(page, name);
    if (text === undefined) continue;
    const shown = section(page)
      .getByRole('region', { name: `Configuration for ${name}` })
      .locator('pre');
    await expect(shown).toHaveText(text(setup, 'proxyUrl'), { useInnerText: true });
    await section(page).getByLabel('How ccxt is told the address').selectOption('urls');
    await expect(shown).toHaveText(text(setup, 'urls'), { useInnerText: true });
    expect(await shown.innerText()).not.toContain(token);
    await section(page).getByLabel('How ccxt is told the address').selectOption('proxyUrl');
  }
  await choose(page, 'Python');
  await section(page).getByRole('button', { name: 'Copy this' }).click();
  const copied = () => readFileSync(join(app.dataDir, '../clipboard'), 'utf8');
  await expect.poll(copied).toContain('ccxt.kraken({');
  await page.getByRole('button', { name: 'I have it' }).click();
});

test('it can be looked up again, with addresses and dummies for any other program', async () => {
  const { page } = app;
  await openSetup(page, 'ccxt-1');
  await choose(page, 'Any other');
  await expect(section(page)).toContainText('In place of https://api.kraken.com');
  await expect(section(page)).toContainText('/v1/resign/kraken-main/api.kraken.com');
  await expect(section(page)).toContainText('The bot’s token');
  await expect(section(page)).toContainText('(a dummy)');
  await choose(page, 'hummingbot');
  await expect(section(page)).toContainText('no setting replaces them');
  await expect(section(page).getByRole('button', { name: 'Copy this' })).toHaveCount(0);
});

test('a bot without TCP is warned of it', async () => {
  const { page } = app;
  await openSetup(page, 'on-socket');
  await expect(section(page).getByRole('note')).toContainText('on-socket may not come in over TCP');
  await expect(section(page).locator('pre')).toContainText('/v1/resign/practice-totp/');
});

test('an exchange without API keys says why, and what works instead', async () => {
  const { page } = app;
  await section(page).getByLabel('Key').selectOption('wallet');
  await expect(section(page).getByRole('note')).toContainText('hyperliquid can’t be used like this');
  await expect(section(page).getByRole('note')).toContainText('POST /v1/keys/{key}/call');
  await expect(section(page).locator('pre')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the page, ${colorScheme}`, async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openSetup(page, 'ccxt-1');
    const found: string[] = [];
    for (const name of ['C#', 'hummingbot', 'Any other']) {
      await choose(page, name);
      found.push(...(await axe(page)));
    }
    expect(found).toEqual([]);
  });

test('the window complained of nothing', () => {
  expect(app.complaints).toEqual([]);
});

test('without TCP the page says how to open it', async () => {
  const other = await startApp({ hasVault: true });
  try {
    await openVault(other.page);
    await addKeys(other.dataDir);
    await openSetup(other.page, 'on-socket');
    await expect(section(other.page).getByRole('note').first()).toContainText('--http 8700');
    await expect(section(other.page).locator('pre')).toHaveCount(0);
  } finally {
    await other.close();
  }
});
