/** Draws the calls and what explains them, on the real agent and the practice exchange. */
import { startPractice } from '../../../electron/practice/server.ts';
import { AppError, toProblem } from '../../../shared/errors.ts';
import { addBot, callAsBot } from '../agent-side.ts';
import { addKey, makeVault } from '../steps.ts';
import { draw, narrow, stateIs, tall, withApp } from './base.ts';

export async function drawCalls(): Promise<void> {
  const practice = await startPractice({ port: 0, now: Date.now });
  const key = practice.keys.find(({ label }) => label === 'practice-unlimited');
  if (key === undefined) throw new Error('the practice exchange has no such key');
  await withApp({}, async ({ page, dataDir }) => {
    await makeVault(page);
    await addKey(page, { ...key, label: 'kraken-main' });
    const grant = { key: 'kraken-main', preset: 'trade' as const, symbols: ['BTC/USD'] };
    const grid = await addBot(dataDir, 'grid-1', [grant]);
    const scanner = await addBot(dataDir, `scanner-${'very-long-name-'.repeat(3)}x`, [grant]);
    const calls: readonly (readonly [string, readonly unknown[]])[] = [
      ['fetchBalance', []],
      ['createOrder', ['BTC/USD', 'limit', 'buy', '0.01', '20000']],
      ['fetchOpenOrders', ['BTC/USD']],
      ['createOrder', ['ETH/USD', 'limit', 'buy', '0.01', '1000']],
      ['createOrder', ['BTC/USD', 'limit', 'buy', '1000', '20000']],
      ['cancelAllOrders', ['BTC/USD']],
      ['withdraw', ['USD', 1, 'nowhere']],
      ['fetchMyTrades', ['BTC/USD']],
    ];
    for (let round = 0; round < 3; round++)
      for (const [method, args] of calls)
        await callAsBot(dataDir, (round === 1 ? scanner : grid).token, 'kraken-main', method, args);
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('row').nth(3).waitFor();
    await page.waitForTimeout(2500);
    await draw(page, 'calls');
    await draw(page, 'calls-narrow', narrow);
    await page
      .getByRole('row')
      .filter({ hasText: 'BTC/USD' })
      .filter({ hasText: 'Done' })
      .filter({ hasText: 'createOrder' })
      .first()
      .click();
    await page.getByRole('button', { name: 'Copy as curl' }).first().waitFor();
    await draw(page, 'call', tall);
    await draw(page, 'call-narrow', narrow);
    await page.keyboard.press('Escape');
    await page.getByRole('row').filter({ hasText: 'Failed' }).first().click();
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await page.getByText('Check:').first().waitFor();
    await draw(page, 'call-failed', tall);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page.getByText(/Intact up to/).waitFor();
    await page.getByRole('button', { name: 'Filter by status' }).click();
    await draw(page, 'calls-filter-menu');
    await page.getByRole('menuitemradio', { name: 'Denied' }).click();
    await draw(page, 'calls-filtered');
    await page.getByRole('button', { name: 'Export' }).click();
    await draw(page, 'calls-export');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Support bundle' }).click();
    await page.getByText('"versions"').waitFor();
    await draw(page, 'calls-bundle');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Explain', exact: true }).click();
    await draw(page, 'explain-empty');
    await page.getByRole('button', { name: 'EAPI:Invalid signature' }).click();
    await page.getByText('Check:').first().waitFor();
    await draw(page, 'explain', tall);
    await draw(page, 'explain-narrow', narrow);
  });
  await practice.close();
  await drawTrouble();
}

/** A log that was altered, as the page tells of it. */
async function drawTrouble(): Promise<void> {
  const status = { agent: null, vault: 'open', warnings: [], keys: [], bots: [], clock: [], budget: [] };
  const check = {
    result: 'altered',
    entries: 12_431,
    epoch: 3,
    at: 8_214,
    why: 'Entry #8214 is not what was written: its hash differs.',
  };
  const failed = { ok: false, error: toProblem(new AppError('DISK_FULL')) };
  const answers = {
    ...{ ...stateIs('open'), 'app.status': { ok: true, value: status }, 'calls.list': { ok: true, value: [] } },
    'calls.verify': { ok: true, value: { check, ticket: null, seen: 12_431, all: 12_431 } },
    'app.explain': failed,
  };
  await withApp({ answers }, async ({ page }) => {
    await page.getByRole('link', { name: 'Calls' }).click();
    await page.getByRole('button', { name: 'Check the log' }).click();
    await page.getByRole('alert').waitFor();
    await draw(page, 'calls-altered');
    await page.getByRole('link', { name: 'Explain', exact: true }).click();
    await page.getByRole('button', { name: 'EAPI:Invalid key' }).click();
    await page.getByRole('alert').waitFor();
    await draw(page, 'explain-failed');
  });
}
