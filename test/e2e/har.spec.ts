import { expect, test } from '@playwright/test';
import { openCallLog } from '../../electron/calllog/store.ts';
import { startBrowser } from '../double/browser.ts';
import { beginOf, id, intentOf, outcomeOf, testClock, testDir } from '../unit/calllog/fixture.ts';

/** What Chromium's network panel makes of a file, by its own importer. */
interface Imported {
  readonly version: string;
  readonly requests: readonly { readonly url: string; readonly method: string; readonly status: number }[];
}

const importing = (har: string): string => `import('./models/har/har.js').then(({ HARFormat, Importer }) => {
  const { log } = new HARFormat.HARRoot(${har});
  const requests = Importer.Importer.requestsFromHARLog(log);
  return { version: log.version, requests: requests.map((one) => (
    { url: one.url(), method: one.requestMethod, status: one.statusCode })) };
})`;

async function inDevTools(har: string): Promise<Imported> {
  const { cdp, close } = await startBrowser();
  try {
    const { targetId } = await cdp.send('Target.createTarget', {
      url: 'devtools://devtools/bundled/devtools_app.html',
    });
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
    const run = (expression: string) =>
      cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
    // Its modules can be had once its own page has begun.
    await expect.poll(async () => (await run('document.readyState')).result.value).toBe('complete');
    const { result, exceptionDetails } = await run(importing(har));
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails).slice(0, 1000));
    return result.value;
  } finally {
    await close();
  }
}

async function exported(calls: number): Promise<string> {
  const dir = testDir();
  const log = openCallLog({ path: dir.path('calls.sqlite'), clock: testClock() });
  try {
    for (let n = 1; n <= calls; n += 1) {
      const call = id('call', n);
      log.begin(beginOf(call));
      await log.intent(intentOf(call));
      log.outcome(outcomeOf(call));
      log.end({ call, status: 'ok', sent: 'yes' });
    }
    let text = '';
    for await (const part of log.export('har')) text += part;
    return text;
  } finally {
    log.close();
    dir.drop();
  }
}

test('Chromium’s network panel takes the HAR of the call log, every request of it', async () => {
  const { version, requests } = await inDevTools(await exported(250));
  expect(version).toBe('1.2');
  expect(requests).toHaveLength(250);
  expect(requests[0]).toMatchObject({ method: 'POST', status: 200 });
  expect(requests[0]?.url).toMatch(/^https:\/\/kraken\.invalid\/private/);
});
