/** The bots, how they are connected, and the questions that wait for a yes. */
import type { Page } from '@playwright/test';
import { startPractice } from '../../../electron/practice/server.ts';
import { AppError, toProblem } from '../../../shared/errors.ts';
import { addBot, ask, askAsBot, callAsBot } from '../agent-side.ts';
import { addKey, makeVault, passphrase } from '../steps.ts';
import { draw, narrow, stateIs, tall, withApp } from './base.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const key = 'kraken-main';

export async function drawBots(): Promise<void> {
  const practice = await startPractice({ port: 0, now: Date.now });
  const found = practice.keys.find(({ label }) => label === 'practice-unlimited');
  if (found === undefined) throw new Error('the practice exchange has no such key');
  await withApp({}, async ({ page, dataDir }) => {
    await makeVault(page);
    await page.getByRole('link', { name: 'Bots' }).click();
    await draw(page, 'bots-empty');
    await page.getByRole('link', { name: 'Approvals' }).click();
    await page.getByText('Nobody has asked yet.').waitFor();
    await draw(page, 'approvals-empty');
    await page.evaluate(() => window.location.assign('#/connect-bot'));
    await draw(page, 'connect-no-key');
    await addKey(page, { ...found, label: key });
    const limits = {
      ...{ maxOrderNotional: usd('500'), maxDailyNotional: usd('1000'), ordersPerDay: 4, callsPerMinute: 600 },
      ...{ askAbove: usd('250') },
    };
    const grid = await addBot(dataDir, 'grid-1', [{ key, preset: 'trade', symbols: ['BTC/USD', 'ETH/USD'], limits }]);
    const watcher = await addBot(dataDir, `watcher-${'very-long-name-'.repeat(3)}x`, [
      { key, preset: 'watch', symbols: 'any' },
    ]);
    await addBot(dataDir, 'treasurer', [{ key, may: ['account.read', 'funds.withdraw', 'code'], symbols: 'any' }]);
    await ask(dataDir, 'bot.pause', { bot: 'treasurer' });
    for (const amount of ['0.01', '0.01', '0.0111']) await order(dataDir, grid.token, amount);
    for (const method of ['fetchBalance', 'fetchOpenOrders'])
      for (const { token } of [grid, watcher]) await callAsBot(dataDir, token, key, method, []);
    await callAsBot(dataDir, grid.token, key, 'withdraw', ['USD', 1, 'nowhere']);
    await page.getByRole('link', { name: 'Bots' }).click();
    await page.getByRole('row').nth(3).waitFor();
    await page.waitForTimeout(500);
    await draw(page, 'bots');
    await draw(page, 'bots-narrow', narrow);
    await page.getByRole('row').filter({ hasText: 'grid-1' }).click();
    await page.getByRole('meter').first().waitFor();
    await draw(page, 'bot', tall);
    await draw(page, 'bot-narrow', narrow);
    await drawChange(page);
    await drawConnecting(page, dataDir);
    await drawQuestions(page, dataDir, grid.token);
  });
  await practice.close();
  const failed = { ok: false, error: toProblem(new AppError('DISK_FULL')) };
  const status = { agent: null, vault: 'open', warnings: [], keys: [], bots: [], clock: [], budget: [] };
  const answers = { ...stateIs('open'), 'app.status': { ok: true, value: status }, 'bots.list': failed };
  await withApp({ answers }, async ({ page }) => {
    await page.getByRole('link', { name: 'Bots' }).click();
    await page.getByRole('alert').waitFor();
    await draw(page, 'bots-failed');
  });
}

const order = (dataDir: string, token: string, amount: string) =>
  callAsBot(dataDir, token, key, 'createOrder', ['BTC/USD', 'limit', 'buy', amount, '20000']);

/** From the page of a bot: its grant in the form, what would change, and what is refused. */
async function drawChange(page: Page): Promise<void> {
  const high = { width: 1180, height: 1180 };
  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.getByLabel('Most for one order').fill('750');
  await page.getByLabel('Markets').fill('BTC/USD, NOPE/USD');
  await page.getByRole('button', { name: 'See what changes' }).click();
  await page.getByRole('alert').waitFor();
  await draw(page, 'bot-grant-refused', high);
  await page.getByLabel('Markets').fill('BTC/USD');
  await page.getByText('One by one.').click();
  await page.getByRole('checkbox', { name: /withdraw/ }).focus();
  await page.keyboard.press('Space');
  await page.getByText('I have read this').click();
  await draw(page, 'bot-grant', { width: 1180, height: 1500 });
  await draw(page, 'bot-grant-narrow', { width: 900, height: 1500 });
  await page.getByRole('button', { name: 'See what changes' }).click();
  await page.getByRole('dialog').waitFor();
  await draw(page, 'bot-grant-changes');
  await draw(page, 'bot-grant-changes-narrow', narrow);
  await page.keyboard.press('Escape');
}

async function drawConnecting(page: Page, dataDir: string): Promise<void> {
  const wants = [{ key, preset: 'trade', symbols: ['BTC/USD'], limits: { sides: ['buy'], ordersPerDay: 50 } }];
  const { code } = await askAsBot(dataDir, 'POST', '/v1/pair', { body: { name: 'new-bot', wants } });
  await page.evaluate(() => window.location.assign('#/connect-bot'));
  await page.getByLabel('Code', { exact: true }).fill(String(code));
  await draw(page, 'connect-code');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'See what it wants' }).click();
  await page.getByRole('timer').waitFor();
  await draw(page, 'connect-wish', { width: 1180, height: 1100 });
  await page.getByText('I give it a token').click();
  await page.getByLabel('Name').fill('fresh-1');
  await page.getByText('One by one.').click();
  await page.getByRole('checkbox', { name: /withdraw/ }).focus();
  await page.keyboard.press('Space');
  await draw(page, 'connect-token', { width: 1180, height: 1500 });
  await draw(page, 'connect-token-narrow', { width: 900, height: 1500 });
  await page.getByText('I have read this').click();
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Make the bot' }).click();
  await page.getByRole('status', { name: 'Token' }).waitFor();
  await draw(page, 'bot-token');
  await page.getByRole('button', { name: 'I have it' }).click();
}

async function drawQuestions(page: Page, dataDir: string, token: string): Promise<void> {
  const find = () =>
    page
      .context()
      .pages()
      .find((one) => one.url().endsWith('#/approval-window'));
  const first = order(dataDir, token, '0.015');
  while (find() === undefined) await page.waitForTimeout(50);
  const small = find();
  if (small === undefined) throw new Error('there is no window of the questions');
  const second = order(dataDir, token, '0.016');
  await small.getByText('1 of 2').waitFor();
  await small.waitForTimeout(1500);
  await draw(small, 'approval-window', { width: 460, height: 560 });
  await small.getByRole('button', { name: 'Deny' }).click();
  await first;
  await page.getByRole('link', { name: 'Approvals' }).click();
  await page.getByRole('table').waitFor();
  await page.waitForTimeout(1500);
  await draw(page, 'approvals');
  await draw(page, 'approvals-narrow', narrow);
  await page.getByRole('button', { name: 'Deny' }).click();
  await second;
}
