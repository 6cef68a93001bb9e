/** An exported log in a browser's network panel: read by the importer of Chromium's own DevTools. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, test } from '@playwright/test';
import { findBrowser } from '../../build/scripts/browser.ts';
import { openCallLog } from '../../electron/calllog/store.ts';
import { beginOf, id, intentOf, outcomeOf, testClock } from '../unit/calllog/fixture.ts';

/** A request as the network panel has it; its duration in seconds. */
interface PanelRequest {
  url(): string;
  readonly statusCode: number;
  readonly duration: number;
}

let place: string;
let browser: BrowserContext;

test.beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'keybearer-har-'));
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('There is no Chromium. Run: npm run test:e2e (which gets one)');
  const args = ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'];
  browser = await chromium.launchPersistentContext(join(place, 'profile'), { executablePath, args });
});

test.afterAll(async () => {
  await browser?.close();
  rmSync(place, { recursive: true, force: true });
});

test('the network panel opens an exported log, with a request an entry and its times', async () => {
  const page = await browser.newPage();
  const [port] = readFileSync(join(place, 'profile/DevToolsActivePort'), 'utf8').split('\n');
  await page.goto(`http://127.0.0.1:${port}/devtools/inspector.html`);
  const read = await page.evaluate(
    async (text) => {
      // The panel's own modules, by the address that DevTools has them at.
      const path = './models/har/har.js';
      const { HARFormat, Importer } = await import(path);
      const { log } = new HARFormat.HARRoot(JSON.parse(text));
      return Importer.Importer.requestsFromHARLog(log).map((request: PanelRequest) => [
        request.url(),
        request.statusCode,
        Math.round(request.duration * 1000),
      ]);
    },
    await exportedLog(),
  );
  expect(read).toEqual([
    ['https://kraken.invalid/privatePostAddOrder', 200, 31],
    ['https://kraken.invalid/createOrder', 0, 0],
  ]);
});

async function exportedLog(): Promise<string> {
  const clock = testClock();
  const log = openCallLog({ path: join(place, 'calls.sqlite'), clock });
  const [placed, denied] = [id('call', 1), id('call', 2)];
  log.begin(beginOf(placed, { request: { symbol: 'BTC/USD', amount: '1.25' } }));
  await log.intent(intentOf(placed, { endpoint: 'privatePostAddOrder', request: { pair: 'XXBTZUSD' } }));
  log.outcome(outcomeOf(placed, { timings: { sign: 1, network: 30, total: 31 }, response: { error: [] } }));
  log.end({ call: placed, status: 'ok', sent: 'yes' });
  log.begin(beginOf(denied));
  log.end({ call: denied, status: 'denied', sent: 'no', code: 'SYMBOL_DENIED' });
  let text = '';
  for await (const piece of log.export('har')) text += piece;
  log.close();
  return text;
}
