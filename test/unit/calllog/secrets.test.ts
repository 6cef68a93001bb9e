import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { makeScrubber } from '../../../electron/base/scrub.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
afterAll(dir.drop);

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string) =>
  text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const base64At = (text: string, before: string) => {
  const whole = Buffer.from(`${before}${text}~~~`).toString('base64');
  return whole.slice(
    Math.ceil((before.length * 4) / 3),
    Math.floor(((before.length + Buffer.byteLength(text)) * 4) / 3),
  );
};

/** Every way in which a secret might be written. */
const encodings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => base64At(text, 'a'),
  (text) => base64At(text, 'ab'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text).toString('hex').toUpperCase(),
  percent,
  (text) => percent(text).toUpperCase(),
  (text) => JSON.stringify(text).slice(1, -1),
  unicode,
  (text) => text.split('').reverse().join(''),
];

test('40 secrets, each in 13 encodings, are found neither in the files of the log nor in anything read from it', async () => {
  const secrets = Array.from({ length: 40 }, (_, n) => `${randomBytes(12).toString('base64')}"/+é${n}`);
  const planted = secrets.flatMap((secret) => encodings.map((encode) => encode(secret)));
  const scrubber = makeScrubber(secrets.map((secret) => Secret.ofText(secret)));
  const log = openCallLog({ path: dir.path('calls.sqlite'), clock: testClock(), scrub: scrubber.scrub });
  const seen: string[] = [];
  log.subscribe((call) => seen.push(JSON.stringify(call)));
  for (const [n, text] of planted.entries()) {
    const call = id('call', n);
    log.begin(
      beginOf(call, {
        method: `call ${text}`,
        symbol: text,
        clientOrderId: text,
        request: { [text]: [text, { a: `x${text}y` }] },
      }),
    );
    await log.intent(intentOf(call, { endpoint: text, changes: text, request: `a=1&b=${text}` }));
    log.outcome(outcomeOf(call, { status: 'failed', exchangeError: `E:${text}`, response: [text] }));
    log.end({ call, status: 'failed', exchangeError: `E:${text}` });
  }
  const { calls } = await log.find({ limit: 1000 });
  expect(calls).toHaveLength(planted.length);
  seen.push(JSON.stringify(calls), JSON.stringify(await log.entriesOf(id('call', 3))));
  for (const format of ['har', 'csv', 'jsonl'] as const)
    for await (const part of log.export(format, {}, true)) seen.push(part);
  log.close();
  expect(seen.length).toBeGreaterThan(planted.length);
  const files = readdirSync(dir.path('')).map((name) => readFileSync(dir.path(name), 'latin1'));
  const everything = [...seen, ...files].map((text) => text.toLowerCase()).join('\n');
  const found = planted.filter((text) => {
    // Of what runs into its neighbours, the middle tells; a form that a file holds has its bytes there.
    const middle = text.slice(2, -2).toLowerCase();
    return everything.includes(middle) || everything.includes(Buffer.from(middle).toString('latin1'));
  });
  expect(found).toEqual([]);
});
