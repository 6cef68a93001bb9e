/** Draws every page and state, light and dark, into out/screenshots/. Run by `npm run screenshots`. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { AppError, toProblem } from '../../shared/errors.ts';
import { ask, callAsBot } from './agent-side.ts';
import { type AppOptions, type DesktopApp, startApp } from './app.ts';
import { addKey, fillKey, makeVault, passphrase, type TypedKey } from './steps.ts';

const out = join(import.meta.dirname, '../../out/screenshots');
const wide = { width: 1180, height: 760 };

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const practice = await startPractice({ port: 0, now: Date.now });
await drawFilled(practice);
await drawWaitingAndFailed();
await practice.close();

/** The pages as a person meets them, on the real agent and the practice exchange. */
async function drawFilled(practice: Practice): Promise<void> {
  await withApp({}, async ({ page, dataDir }) => {
    await draw(page, 'welcome');
    await drawRecoveryKey(page);
    await draw(page, 'keys-empty');
    await page.getByRole('link', { name: 'Calls' }).click();
    await draw(page, 'calls-empty');
    await addKeys(page, practice);
    await page.getByRole('link', { name: 'Keys' }).first().click();
    await page.getByText('practice-password').waitFor();
    await makeCalls(dataDir);
    await page.getByText('grid-1').first().waitFor();
    await draw(page, 'keys');
    await draw(page, 'keys-narrow', { width: 900, height: 600 });
    await page.getByText('practice-totp').click();
    await draw(page, 'key-turn-on');
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('row').nth(1).waitFor();
    await draw(page, 'calls');
    await draw(page, 'calls-narrow', { width: 900, height: 600 });
    await page.getByRole('row').filter({ hasText: 'createOrder' }).first().click();
    await draw(page, 'call');
    await page.getByRole('button', { name: 'Seal' }).click();
    await draw(page, 'unlock');
    await page.getByLabel('Passphrase').fill('not this one');
    await page.getByRole('button', { name: 'Open the vault' }).click();
    await page.getByRole('alert').waitFor();
    await draw(page, 'unlock-failed');
  });
}

async function drawRecoveryKey(page: Page): Promise<void> {
  await makeVault(page, () => draw(page, 'welcome-recovery-key'));
}

async function addKeys(page: Page, practice: Practice): Promise<void> {
  const named = (label: string): TypedKey => {
    const key = practice.keys.find((one) => one.label === label);
    if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
    return key;
  };
  await page.getByRole('link', { name: 'Keys' }).first().click();
  await page.getByRole('link', { name: 'Add a key' }).click();
  await draw(page, 'add-key', { width: 1180, height: 1120 });
  await fillKey(page, named('practice-mobile'));
  await draw(page, 'add-key-keep-off', { width: 1180, height: 1120 });
  await page.getByRole('button', { name: 'Add the key' }).click();
  await page.getByRole('heading', { name: 'practice-mobile', level: 1 }).waitFor();
  await draw(page, 'key-keep-off');
  await addKey(page, { ...named('practice-restricted'), usedBy: ['unsure'] });
  await addKey(page, { ...named('practice-mobile'), label: 'shared', usedBy: ['bots', 'kraken-pro-mobile'] });
  await draw(page, 'key-split-key');
  await addKey(page, named('practice-password'));
  await addKey(page, named('practice-totp'));
}

/** A bot that trades, and that tries what it may not. */
async function makeCalls(dataDir: string): Promise<void> {
  const key = 'practice-totp';
  const grants = [{ key, preset: 'trade' as const, symbols: ['BTC/USD'] }];
  const added = JSON.stringify(await ask(dataDir, 'bot.add', { name: 'grid-1', grants }, passphrase));
  const token = /kb_[A-Za-z0-9_-]{43}/.exec(added)?.[0] ?? '';
  const calls: readonly (readonly [string, readonly unknown[]])[] = [
    ['fetchBalance', []],
    ['createOrder', ['BTC/USD', 'limit', 'buy', '0.01', '20000']],
    ['fetchOpenOrders', ['BTC/USD']],
    ['createOrder', ['ETH/USD', 'limit', 'buy', '0.01', '1000']],
    ['createOrder', ['BTC/USD', 'limit', 'buy', '1000', '20000']],
    ['withdraw', ['USD', 1, 'nowhere']],
    ['fetchMyTrades', ['BTC/USD']],
  ];
  for (const [method, args] of calls) await callAsBot(dataDir, token, key, method, args);
}

/** The states that a working agent hardly shows: planted answers take its place. */
async function drawWaitingAndFailed(): Promise<void> {
  const status = { agent: null, vault: 'open', warnings: [], keys: [], bots: [], clock: [], budget: [] };
  const open = { 'app.status': { ok: true, value: status } };
  const failed = { ok: false, error: toProblem(new AppError('DISK_FULL')) };
  await drawPages('loading', { ...open, 'keys.list': 'never', 'calls.list': 'never' });
  await drawPages('failed', { ...open, 'keys.list': failed, 'calls.list': failed });
  await withApp({ answers: { 'app.status': failed } }, async ({ page }) => {
    await page.getByRole('alert').waitFor();
    await draw(page, 'app-failed');
  });
}

async function drawPages(state: string, answers: Readonly<Record<string, unknown>>): Promise<void> {
  await withApp({ answers }, async ({ page }) => {
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await draw(page, `keys-${state}`);
    await page.getByRole('link', { name: 'Calls' }).click();
    await draw(page, `calls-${state}`);
  });
}

async function withApp(options: AppOptions, use: (app: DesktopApp) => Promise<void>): Promise<void> {
  const app = await startApp(options);
  try {
    await app.page.setViewportSize(wide);
    await use(app);
  } finally {
    await app.close();
  }
}

async function draw(page: Page, name: string, size = wide): Promise<void> {
  await page.setViewportSize(size);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(out, `${name}-${colorScheme}.png`) });
  }
  await page.setViewportSize(wide);
}
