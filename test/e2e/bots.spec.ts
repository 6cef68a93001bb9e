/** Bots in the window: let in by a code or with a token, asked about, paused, revoked and stopped all at once. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { askAsBot, callAsBot } from './agent-side.ts';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { pressLast } from './keyboard.ts';
import { addKey, openVault, passphrase, unlock } from './steps.ts';

test.describe.configure({ mode: 'serial' });

const key = 'practice-totp';
let practice: Practice;
let app: DesktopApp;
let gridToken = '';
let scanToken = '';
/** What the small window complained of. */
const smallSaid: string[] = [];

test.beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  app = await startApp({ hasVault: true });
  await openVault(app.page);
  const found = practice.keys.find(({ label }) => label === key);
  if (found === undefined) throw new Error('the practice exchange has no key with 2FA');
  await addKey(app.page, found);
});

test.afterAll(async () => {
  await app?.close();
  await practice?.close();
});

/** The small window, as soon as it is there. */
async function approvalWindow(): Promise<Page> {
  const look = () =>
    app.page
      .context()
      .pages()
      .find((page) => page.url().endsWith('#/approval-window'));
  await expect.poll(() => look() !== undefined).toBe(true);
  const page = look();
  if (page === undefined) throw new Error('the window of the questions closed again');
  page.on('console', (message) => smallSaid.push(message.text()));
  page.on('pageerror', (error) => smallSaid.push(String(error)));
  return page;
}

const hasApprovalWindow = () =>
  app.page
    .context()
    .pages()
    .some((page) => page.url().endsWith('#/approval-window'));

const order = (token: string, amount: string) =>
  callAsBot(app.dataDir, token, key, 'createOrder', ['BTC/USD', 'limit', 'buy', amount, '20000']);

test('a bot that shows a code is let in with less than it wants, and fetches its token itself', async () => {
  const { page, dataDir } = app;
  const wants = [
    { key, preset: 'trade', symbols: 'any', limits: { askAbove: { amount: '100', currency: 'USD' }, sides: ['buy'] } },
  ];
  const begun = await askAsBot(dataDir, 'POST', '/v1/pair', { body: { name: 'grid-1', wants } });
  await page.getByRole('link', { name: 'Bots' }).click();
  await expect(page.getByText('No bots yet')).toBeVisible();
  await page.getByRole('link', { name: 'Connect a bot' }).click();
  await page.getByLabel('Code', { exact: true }).fill('0000-0000');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'See what it wants' }).click();
  await expect(page.getByRole('alert')).toContainText('No bot that waits shows this code');
  await page.getByLabel('Code', { exact: true }).fill(String(begun['code']).toLowerCase());
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'See what it wants' }).click();
  await expect(page.getByRole('heading', { name: 'grid-1 asks to be let in' })).toBeVisible();
  await expect(page.getByRole('timer')).toContainText(/1:\d\d left/);
  await expect(page.getByRole('radio', { name: /^Trade/ })).toBeChecked();
  await expect(page.getByText('It also keeps to: Only buys.')).toBeVisible();
  await page.getByText('Every market of the exchange').click();
  await page.getByLabel('Markets').fill('btc/usd');
  await page.getByLabel('Most for one order').fill('500');
  await page.getByLabel('Orders a day').fill('10');
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await page.getByRole('button', { name: 'Let it in' }).click();
  await expect(page.getByRole('heading', { name: 'grid-1', level: 1 })).toBeVisible();
  await expect(page.getByText('May place orders on BTC/USD, up to 500 USD each')).toBeVisible();
  await expect(page.getByText('Asks you for each order above 100 USD')).toBeVisible();

  const done = await askAsBot(dataDir, 'GET', `/v1/pair/${begun['pairing']}`);
  expect(done['state']).toBe('done');
  gridToken = String(done['token']);
  expect(await page.content()).not.toContain(gridToken);
  expect((await order(gridToken, '0.001')).status).toBe(200);
  await expect(page.getByRole('row').filter({ hasText: 'createOrder' })).toContainText('Done');
  await expect(page.getByRole('meter', { name: 'Orders today' })).toHaveAttribute('aria-valuetext', '1 of 10');
});

test('a larger order waits in a window of its own, which starts with deny, and equal ones are one question', async () => {
  const asked = order(gridToken, '0.01');
  const small = await approvalWindow();
  await expect(small.getByRole('region', { name: 'grid-1 wants to buy 0.01 BTC/USD' })).toContainText('Worth 200 USD');
  await expect(small.getByRole('button', { name: 'Deny' })).toBeFocused();
  await expect(small.getByRole('navigation')).toHaveCount(0);
  const again = order(gridToken, '0.01');
  await expect(small.getByText('2 requests like this wait.')).toBeVisible();
  await small.emulateMedia({ reducedMotion: 'reduce' });
  expect(await axe(small)).toEqual([]);
  const once = small.getByRole('button', { name: 'Allow once' });
  await expect(once).toBeEnabled();
  await once.click();
  // The first that waits goes through; its equal still waits for its own answer.
  expect(await Promise.race([asked, again]).then(({ status }) => status)).toBe(200);
  await expect(small.getByText('2 requests like this wait.')).toHaveCount(0);
  await small.getByRole('button', { name: 'Deny' }).focus();
  await pressLast(small, 'Enter');
  const statuses = (await Promise.all([asked, again])).map(({ status }) => status).sort();
  expect(statuses).toEqual([200, 403]);
  await expect.poll(hasApprovalWindow).toBe(false);
});

test('main itself refuses a yes that comes with the question', async () => {
  const asked = order(gridToken, '0.011');
  const given = await app.page.evaluate(async () => {
    for (;;) {
      const list = await Reflect.get(window, 'keybearer').call('approvals.list', {});
      const [first] = list.ok && Array.isArray(list.value) ? list.value : [];
      if (first !== undefined)
        return Reflect.get(window, 'keybearer').call('approvals.approve', { id: first.id, for: 'once' });
    }
  });
  expect(given).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
  await (await approvalWindow()).getByRole('button', { name: 'Deny' }).click();
  expect(JSON.parse((await asked).body).code).toBe('APPROVAL_DENIED');
});

test('a locked window shows no question, and the question is there again when it is unlocked', async () => {
  const asked = order(gridToken, '0.012');
  await approvalWindow();
  await app.page.getByRole('button', { name: 'Lock window' }).click();
  await expect.poll(hasApprovalWindow).toBe(false);
  await unlock(app.page, 'Unlock');
  const small = await approvalWindow();
  await small.getByRole('button', { name: 'Always' }).click();
  await small.getByLabel('Passphrase of the vault').fill(passphrase);
  await small.getByRole('button', { name: 'Allow', exact: true }).click();
  expect((await asked).status).toBe(200);
  // Always covers the next one, which is worth no more.
  expect((await order(gridToken, '0.012')).status).toBe(200);
});

test('the page of approvals answers, too, and tells what was answered', async () => {
  const { page } = app;
  const asked = order(gridToken, '0.013');
  await page.getByRole('link', { name: 'Approvals' }).click();
  await page
    .getByRole('region', { name: 'grid-1 wants to buy 0.013 BTC/USD' })
    .getByRole('button', { name: 'Deny' })
    .click();
  expect((await asked).status).toBe(403);
  const history = page.getByRole('table', { name: 'Answered questions' });
  await expect(history.getByRole('row').filter({ hasText: 'Denied' })).toHaveCount(3);
  await expect(history.getByRole('row').filter({ hasText: /Allowed$|Allowed\d/ })).toHaveCount(2);
  await expect(history.getByRole('row').filter({ hasText: 'Allowed earlier' })).toHaveCount(1);
});

test('a bot with a token is made after dangerous permissions were confirmed, and each snippet calls the agent', async () => {
  test.slow();
  const { page } = app;
  await page.getByRole('link', { name: 'Bots' }).click();
  await page.getByRole('link', { name: 'Connect a bot' }).click();
  await page.getByText('I give it a token').click();
  await page.getByLabel('Name').fill('scan-1');
  await page.getByText('One by one.').click();
  await page.getByRole('checkbox', { name: /Withdraw|withdraw/ }).focus();
  await page.keyboard.press('Space');
  const make = page.getByRole('button', { name: 'Make the bot' });
  await expect(make).toBeDisabled();
  await page.getByText('I have read this, and the bot needs it').click();
  await expect(make).toBeEnabled();
  await page.getByLabel('Passphrase of the vault').fill(passphrase);
  await make.click();
  const token = page.getByRole('status', { name: 'Token' });
  await expect(token).toHaveText(/^kb_[A-Za-z0-9_-]{43}$/);
  scanToken = await token.innerText();
  for (const [name, runs] of [
    ['curl', ['bash', '-c']],
    ['Node', [process.execPath, '--input-type=module', '-e']],
    ['Python', ['python3', '-c']],
  ] as const) {
    const tries = page.getByRole('region', { name: 'Try it' });
    await tries.getByText(name, { exact: true }).click();
    const text = await tries.getByRole('region', { name, exact: true }).locator('pre').innerText();
    expect(text).not.toContain(scanToken);
    const [program, ...args] = runs;
    const env = { ...process.env, KEYBEARER_TOKEN: scanToken };
    const { stdout } = await promisify(execFile)(program, [...args, text], { env });
    expect(JSON.parse(stdout), name).toHaveProperty('callId');
  }
  await page.getByRole('button', { name: 'Copy the token' }).click();
  await expect(page.getByText('The clipboard is cleared in 30 seconds.')).toBeVisible();
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByRole('heading', { name: 'scan-1', level: 1 })).toBeVisible();
  await expect(page.getByText('May withdraw money from the exchange')).toBeVisible();
  expect(await page.content()).not.toContain(scanToken);
});

const balanceOf = (token: string) => callAsBot(app.dataDir, token, key, 'fetchBalance', []);

test('a paused bot is refused until the passphrase lets it go on', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  expect(JSON.parse((await balanceOf(scanToken)).body).code).toBe('BOT_PAUSED');
  await page.getByRole('button', { name: 'Resume' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill('not this one');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(dialog.getByRole('alert')).toContainText('PASSPHRASE_WRONG');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  expect((await balanceOf(scanToken)).status).toBe(200);
});

test('a new token stops the old one, and a revoked bot is gone', async () => {
  const { page } = app;
  await page.getByRole('button', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase of the vault').fill(passphrase);
  await dialog.getByRole('button', { name: 'Make a new token' }).click();
  const fresh = await page.getByRole('status', { name: 'Token' }).innerText();
  expect((await balanceOf(scanToken)).status).toBe(401);
  expect((await balanceOf(fresh)).status).toBe(200);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await expect(page.getByRole('heading', { name: 'Bots', level: 1 })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'scan-1' })).toHaveCount(0);
  expect((await balanceOf(fresh)).status).toBe(401);
});

test('panic from the navigation pauses every bot', async () => {
  const { page } = app;
  await page.getByRole('navigation').getByRole('link', { name: 'Bots' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'grid-1' })).toContainText('Active');
  await page.getByRole('button', { name: 'Panic' }).click();
  await page.getByRole('button', { name: 'Stop all bots' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'grid-1' })).toContainText('Paused');
  expect(JSON.parse((await balanceOf(gridToken)).body).code).toBe('BOT_PAUSED');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing serious on the pages of the bots, ${colorScheme}`, async () => {
    test.slow();
    const { page } = app;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const look of [
      () => page.getByRole('link', { name: 'Approvals' }).click(),
      () => page.getByRole('navigation').getByRole('link', { name: 'Bots' }).click(),
      () => page.getByRole('row').filter({ hasText: 'grid-1' }).click(),
      () => page.evaluate(() => window.location.assign('#/connect-bot')),
      () => page.getByText('I give it a token').click(),
      () => page.getByText('One by one.').click(),
    ]) {
      await look();
      await page.waitForTimeout(300);
      found.push(...(await axe(page)));
    }
    expect(found).toEqual([]);
  });

test('neither window met its content security policy or complained of anything', () => {
  expect([...app.complaints, ...smallSaid]).toEqual([]);
});
