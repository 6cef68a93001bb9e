/** `npm run test:e2e`: builds the app, gets a browser, and drives the window as a person would. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { getBrowser } from './browser.ts';
import { buildAll } from './bundle.ts';

const root = join(import.meta.dirname, '../..');

await buildAll();
if (!process.env['E2E_ELECTRON']) await getBrowser();
const cli = createRequire(import.meta.url).resolve('@playwright/test/cli');
const args = [cli, 'test', '--config', join(root, 'test/e2e/playwright.config.ts'), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root });
process.exitCode = status ?? 1;
