/** `npm run bench:window [--short] [--no-record]`: the built window on the Electron double; nothing here asserts. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { getBrowser } from '../../build/scripts/browser.ts';
import { buildAll } from '../../build/scripts/bundle.ts';
import { systemClock } from '../../electron/base/clock.ts';
import { openCallLog } from '../../electron/calllog/store.ts';
import { startApp } from '../e2e/app.ts';
import { makeVault, unlock } from '../e2e/steps.ts';
import { type Figure, format } from './figures.ts';
import { manyCalls } from './log-life.ts';
import { longTasks } from './window-trace.ts';

const isShort = process.argv.includes('--short');
const rounds = 5;
const calls = isShort ? 10_000 : 100_000;
const figures: Figure[] = [];
const add = (what: string, values: readonly number[], unit: string, goal = '-') =>
  void figures.push({ what, values, unit, goal });
const say = (text: string) => process.stderr.write(`${text}\n`);

/** All scripts of the page, as a server would send them. */
function scriptBytes(): number {
  const assets = join(import.meta.dirname, '../../out/renderer/assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length, 0);
}

/** A vault whose log holds as many calls, written by the log's own writer. */
async function fill(dataDir: string): Promise<void> {
  const app = await startApp({ dataDir });
  await makeVault(app.page);
  await app.page.getByText('No keys yet').waitFor();
  await app.close();
  const log = openCallLog({ path: join(dataDir, 'calls.sqlite'), clock: systemClock });
  await manyCalls(log, calls, 512);
  await log.head();
  log.close();
  say(`${calls} calls written`);
}

/** From the page's start to its first text, each time anew. */
async function measurePaint(page: Page): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    if (paint !== undefined) times.push(paint);
  }
  add('window: first paint after load', times, 'ms', 'at most 300');
}

interface Scrolled {
  readonly rows: number;
  readonly frames: number[];
}

/** Scrolls from the newest call to the oldest, a screen and a half a frame. Gives: how long each frame took. */
function scrollDown(page: Page): Promise<Scrolled> {
  return page.evaluate(
    (wanted) =>
      new Promise<Scrolled>((done) => {
        const grid = document.getElementById('calls');
        const list = grid?.parentElement;
        const frames: number[] = [];
        let last = performance.now();
        const step = (now: number) => {
          frames.push(now - last);
          last = now;
          const count = Math.round((grid?.scrollHeight ?? 0) / 36) - 1;
          const isEnd = list == null || list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
          if ((isEnd && count >= wanted) || frames.length > 20_000) return done({ rows: count, frames });
          if (list) list.scrollTop += 720;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    calls,
  );
}

async function measureScroll(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Calls' }).click();
  await page.locator('[data-call]').first().waitFor();
  await page.waitForTimeout(2000);
  const { result, tasks } = await longTasks(page, () => scrollDown(page));
  const frames = result.frames.slice(1);
  say(`${result.rows} rows scrolled in ${frames.length} frames`);
  const named = `window: ${result.rows} calls scrolled`;
  add(`${named}, longest frame`, [Math.max(...frames)], 'ms', 'at most 50');
  add(`${named}, frames over 50 ms`, [frames.filter((ms) => ms > 50).length], `of ${frames.length}`, 'none');
  add(`${named}, longest task of the page`, [Math.max(0, ...tasks)], 'ms', 'at most 50');
  add(`${named}, tasks over 50 ms`, [tasks.filter((ms) => ms > 50).length], `of ${tasks.length}`, 'none');
}

function record(): void {
  const file = new URL('./results.md', import.meta.url);
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}, ${process.platform}`;
  const entry = `## ${at} UTC, window\n\n${machine}; the Electron double in headless Chromium.\n\n${format(figures)}\n`;
  const [head = '', ...older] = readFileSync(file, 'utf8').split(/^(?=## )/m);
  writeFileSync(file, [head, entry, ...older].join('\n').replace(/\n{3,}/g, '\n\n'));
}

await buildAll();
await getBrowser();
add('window: script, gzipped', [scriptBytes() / 1000], 'kB', 'at most 350');
const dir = mkdtempSync(join(tmpdir(), 'keybearer-bench-'));
try {
  const dataDir = join(dir, 'data');
  await fill(dataDir);
  const app = await startApp({ dataDir });
  try {
    await measurePaint(app.page);
    await unlock(app.page, 'Open the vault');
    await measureScroll(app.page);
  } finally {
    await app.close();
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
process.stdout.write(`${format(figures)}\n`);
if (!process.argv.includes('--no-record')) record();
