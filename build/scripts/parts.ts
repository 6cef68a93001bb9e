/** `npm run parts`: the window's parts, each in all its states, on a page of their own; with `--draw`, as pictures only. */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createServer } from 'vite';
import { rendererBundle } from '../bundles.ts';
import { getBrowser } from './browser.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'out/parts');

const server = await createServer({ ...rendererBundle, server: { host: '127.0.0.1', port: 0 } });
await server.listen();
const address = `${server.resolvedUrls?.local[0] ?? ''}gallery/index.html`;
await draw(address);
if (process.argv.includes('--draw')) await server.close();
else console.log(`The parts stand on ${address}\nCtrl-C ends it.`);

async function draw(url: string): Promise<void> {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  mkdirSync(out, { recursive: true });
  const browser = await chromium.launch({ executablePath: await getBrowser(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 800 } });
    const faults: string[] = [];
    page.on('pageerror', (fault: unknown) => faults.push(String(fault)));
    await page.goto(url);
    await page.locator('[data-shelf]').first().waitFor();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(out, `parts-${colorScheme}.png`), fullPage: true });
    }
    if (faults.length > 0) throw new Error(`The page complained: ${faults.join('; ')}`);
    console.log(`Drawn into ${out}`);
  } finally {
    await browser.close();
  }
}
