/** How a bot that can't be changed is set up: each program, and where it can't be. */
import type { Page } from '@playwright/test';
import { ask } from '../agent-side.ts';
import { makeVault, passphrase } from '../steps.ts';
import { draw, withApp } from './base.ts';

const high = { width: 1180, height: 1040 };
const none = { kind: 'none' } as const;

export async function drawBotSetup(): Promise<void> {
  const secret = Buffer.alloc(32, 7).toString('base64');
  const wallet = { privateKey: `0x${'1'.repeat(64)}`, walletAddress: `0x${'2'.repeat(40)}` };
  const keys = [
    { label: 'kraken-main', exchange: 'kraken', apiKey: 'public', secret },
    { label: 'binance-1', exchange: 'binance', apiKey: 'public', secret },
    { label: 'wallet', exchange: 'hyperliquid', ...wallet },
  ];
  const addBots = async (dataDir: string) => {
    for (const key of keys) await ask(dataDir, 'key.add', { ...key, twoFactor: none }, passphrase);
    const grants = keys.map(({ label }) => ({ key: label, preset: 'trade' as const, symbols: 'any' as const }));
    await ask(dataDir, 'bot.add', { name: 'freqtrade-1', doors: ['http'], grants }, passphrase);
    await ask(dataDir, 'bot.add', { name: 'on-socket', grants: grants.slice(0, 1) }, passphrase);
  };
  await withApp({ args: ['--http', '8700'] }, async ({ page, dataDir }) => {
    await makeVault(page);
    await addBots(dataDir);
    await open(page, 'freqtrade-1');
    await draw(page, 'bot-setup', high);
    await draw(page, 'bot-setup-narrow', { width: 900, height: 1040 });
    for (const [name, picture] of [
      ['Python', 'python'],
      ['freqtrade', 'freqtrade'],
      ['hummingbot', 'hummingbot'],
      ['Any other', 'any'],
    ] as const) {
      await page.getByText(name, { exact: true }).click();
      await draw(page, `bot-setup-${picture}`, high);
    }
    await page.getByText('C#', { exact: true }).click();
    await page.getByLabel('Key').selectOption('binance-1');
    await page.getByLabel('How ccxt is told the address').selectOption('urls');
    await draw(page, 'bot-setup-urls', high);
    await page.getByLabel('Key').selectOption('wallet');
    await page.getByText('can’t be used like this').waitFor();
    await page.getByRole('note').first().waitFor();
    await draw(page, 'bot-setup-refused');
    await open(page, 'on-socket');
    await page.getByRole('note').first().waitFor();
    await draw(page, 'bot-setup-warned', high);
    await page.getByRole('link', { name: 'on-socket' }).click();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Passphrase of the vault').fill(passphrase);
    await page.getByRole('button', { name: 'Make a new token' }).click();
    await page.getByRole('status', { name: 'Token' }).waitFor();
    await draw(page, 'bot-token-setup', { width: 1180, height: 1500 });
  });
  await withApp({}, async ({ page, dataDir }) => {
    await makeVault(page);
    await addBots(dataDir);
    await open(page, 'freqtrade-1');
    await page.getByRole('note').first().waitFor();
    await draw(page, 'bot-setup-no-tcp');
  });
}

async function open(page: Page, bot: string): Promise<void> {
  await page.evaluate(() => window.location.assign('#/bots'));
  await page.getByRole('row').filter({ hasText: bot }).click();
  await page.getByRole('link', { name: 'Set up' }).click();
  await page.getByRole('heading', { name: 'A ccxt bot, unchanged' }).waitFor();
  await page.getByRole('radiogroup').or(page.getByRole('note')).first().waitFor();
}
