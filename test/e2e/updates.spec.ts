/** What About says of updates, and what it asks before the agent stops. */
import { expect, type Locator, test } from '@playwright/test';
import { type DesktopApp, startApp } from './app.ts';
import { axe } from './axe.ts';
import { updateAnswers, visitAbout } from './draw/updates.ts';

test.describe.configure({ mode: 'serial' });
test.skip(Boolean(process.env['E2E_ELECTRON']), 'the answers are planted in the double');

let app: DesktopApp;
let section: Locator;

test.beforeAll(async () => {
  app = await startApp({ answers: updateAnswers });
});
test.beforeEach(async () => {
  section = await visitAbout(app.page);
});
test.afterAll(() => app?.close());

const button = (name: string) => section.getByRole('button', { name });

test('a build without an address of updates says so and offers nothing', async () => {
  await expect(section).toContainText('This build does not look for updates.');
  await expect(section.getByRole('button')).toHaveCount(0);
});

test('turned off it says that it does not look by itself, and looks when asked', async () => {
  await expect(section).toContainText('Not looked for updates yet.');
  await expect(section).toContainText('Looking by itself is turned off in the settings.');
  await button('Look now').click();
  await expect(button('Look now')).toBeEnabled();
  await expect(section.getByRole('alert')).toHaveCount(0);
});

test('the newest version is called that, and has nothing to install', async () => {
  await expect(section).toContainText('This is the newest version.');
  await expect(section).toContainText('Last looked');
  await expect(section).not.toContainText('turned off');
  await expect(section.getByRole('button')).toHaveCount(1);
});

test('before it installs it asks, and says that the agent stops and bots wait', async () => {
  await expect(section.getByRole('note')).toHaveText('Keybearer 1.1.0 is there.');
  await button('Install and restart').click();
  const question = app.page.getByRole('alertdialog', { name: 'Install Keybearer 1.1.0 and restart?' });
  await expect(question).toContainText('the agent stops');
  await expect(question).toContainText('Bots wait until the vault is open again.');
  expect(await axe(app.page)).toEqual([]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toHaveCount(0);
  await expect(section.getByRole('alert')).toHaveCount(0);
  await button('Install and restart').click();
  await question.getByRole('button', { name: 'Install and restart' }).click();
  await expect(section.getByRole('alert')).toContainText('DISK_FULL');
});

test('while it is fetched it says how far it is, and can be stopped but not begun again', async () => {
  await expect(section.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
  await expect(section).toContainText('Fetching Keybearer 1.1.0: 40 %');
  await expect(section.getByRole('button')).toHaveCount(1);
  expect(await axe(app.page)).toEqual([]);
  await button('Stop fetching').click();
  await expect(section.getByRole('alert')).toHaveCount(0);
});

test('a fault is one sentence, and another try stays possible', async () => {
  await expect(section.getByRole('status')).toHaveText('The new version stopped coming; nothing was kept.');
  await expect(button('Install and restart')).toBeEnabled();
  await expect(button('Look now')).toBeEnabled();
});

test('where no signature would be checked it opens the page of downloads, without a question', async () => {
  await expect(button('Install and restart')).toHaveCount(0);
  await button('Open the page of downloads').click();
  await expect(app.page.getByRole('alertdialog')).toHaveCount(0);
  await expect(section.getByRole('alert')).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});
