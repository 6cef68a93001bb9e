/** Draws every page and state, light and dark, into out/screenshots/. Run by `npm run screenshots`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { AppError, toProblem } from '../../shared/errors.ts';
import { ask, callAsBot } from './agent-side.ts';
import { draw, out, stateIs, tall, withApp } from './draw/base.ts';
import { drawBotSetup } from './draw/bot-setup.ts';
import { drawBots } from './draw/bots.ts';
import { drawCalls } from './draw/calls.ts';
import { drawKeys } from './draw/keys.ts';
import { drawUpdates } from './draw/updates.ts';
import { drawVault } from './draw/vault.ts';
import { addKey, fillKey, makeVault, passphrase, type TypedKey, typeGroups, unlock } from './steps.ts';

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const practice = await startPractice({ port: 0, now: Date.now });
await drawFilled(practice);
await drawWaitingAndFailed();
await drawLeaving();
await drawKeychain();
await drawBots();
await drawBotSetup();
await drawCalls();
await drawKeys(practice);
await drawUpdates();
await drawVault();
await practice.close();

/** The pages as a person meets them, on the real agent and the practice exchange. */
async function drawFilled(practice: Practice): Promise<void> {
  await withApp({}, async ({ page, dataDir }) => {
    await draw(page, 'welcome');
    await drawRecoveryKey(page);
    await draw(page, 'keys-empty');
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByText('No calls yet').waitFor();
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
    await page.getByRole('button', { name: 'Lock window' }).click();
    await page.getByRole('button', { name: 'Unlock' }).waitFor();
    await draw(page, 'locked');
    await unlock(page, 'Unlock');
    await page.getByRole('button', { name: 'Seal vault' }).click();
    await page.getByRole('button', { name: 'Open the vault' }).waitFor();
    await draw(page, 'unlock');
    await page.getByLabel('Passphrase').fill('not this one');
    await page.getByRole('button', { name: 'Open the vault' }).click();
    await page.getByRole('alert').waitFor();
    await draw(page, 'unlock-failed');
    await page.getByRole('button', { name: 'Use the recovery key' }).click();
    await draw(page, 'unlock-recovery');
  });
}

async function drawRecoveryKey(page: Page): Promise<void> {
  await makeVault(page, {
    atKey: () => draw(page, 'welcome-recovery-key'),
    atCheck: async () => {
      await draw(page, 'welcome-recovery-check');
      await typeGroups(
        page,
        Array.from({ length: 14 }, () => 'XXXX'),
      );
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByRole('alert').waitFor();
      await draw(page, 'welcome-recovery-check-failed');
    },
  });
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
  const open = { ...stateIs('open'), 'app.status': { ok: true, value: status } };
  const failed = { ok: false, error: toProblem(new AppError('DISK_FULL')) };
  const asked = ['keys.list', 'calls.list', 'settings.list', 'vault.keychain'];
  await drawPages('loading', { ...open, ...Object.fromEntries(asked.map((name) => [name, 'never'])) });
  await drawPages('failed', { ...open, ...Object.fromEntries(asked.map((name) => [name, failed])) });
  await withApp({ answers: { 'window.state': failed } }, async ({ page }) => {
    await page.getByRole('alert').waitFor();
    await draw(page, 'app-failed');
  });
}

/** The KDF at work, the keychain's sentence, and an open vault that something is the matter with. */
async function drawLeaving(): Promise<void> {
  const note = "This system's keychain is not ready to be used.";
  await withApp({ answers: { ...stateIs('sealed', note), 'window.unlock': 'never' } }, async ({ page }) => {
    await page.getByRole('note').waitFor();
    await draw(page, 'unlock-keychain');
    await unlock(page, 'Open the vault');
    await page.getByRole('progressbar').waitFor();
    await draw(page, 'unlock-waiting');
  });
  const warnings = [
    'The vault is an older state than the one last seen here, as after its files were put back from a copy. Every bot is paused: look at keys, bots and grants, then resume them with "keybearer bot resume BOT".',
  ];
  const status = { agent: null, vault: 'open', warnings, keys: [], bots: [], clock: [], budget: [] };
  const empty = { 'app.status': { ok: true, value: status }, 'keys.list': { ok: true, value: [] } };
  await withApp({ answers: { ...stateIs('open'), ...empty } }, async ({ page }) => {
    await page.getByRole('note').waitFor();
    await draw(page, 'warning');
  });
}

async function drawKeychain(): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'keybearer-draw-'));
  const keyring = join(place, 'keyring.json');
  await withApp({ keyring }, async ({ page }) => {
    await makeVault(page);
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('note').waitFor();
    await draw(page, 'settings-no-keychain', tall);
    writeFileSync(keyring, JSON.stringify({ backend: 'gnome_libsecret', key: 'ab'.repeat(32) }));
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    const section = page.getByRole('region', { name: "Open with the system's keychain" });
    await section.getByRole('button', { name: 'Turn on' }).waitFor();
    await draw(page, 'settings', tall);
    await draw(page, 'settings-narrow', { width: 900, height: 900 });
    await section.getByRole('button', { name: 'Turn on' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
    await dialog.getByRole('button', { name: 'Turn on' }).click();
    await section.getByRole('button', { name: 'Turn off' }).waitFor();
    await draw(page, 'settings-keychain-on', tall);
  });
  rmSync(place, { recursive: true, force: true });
}

async function drawPages(state: string, answers: Readonly<Record<string, unknown>>): Promise<void> {
  await withApp({ answers }, async ({ page }) => {
    await page.getByRole('heading', { name: 'Keys' }).waitFor();
    await draw(page, `keys-${state}`);
    await page.getByRole('link', { name: 'Calls' }).click();
    await draw(page, `calls-${state}`);
    await page.getByRole('link', { name: 'Settings' }).click();
    await draw(page, `settings-${state}`);
  });
}
