import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maskAmounts } from '../../../electron/calllog/export/mask.ts';
import { type CallLog, openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, dca, id, intentOf, outcomeOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
const clock = testClock();
let log: CallLog;

beforeAll(async () => {
  log = openCallLog({ path: dir.path('calls.sqlite'), clock });
  const call = id('call', 1);
  log.begin(beginOf(call, { amount: '1.25', price: '37500', request: { symbol: 'BTC/USD', amount: '1.25' } }));
  await log.intent(
    intentOf(call, {
      endpoint: 'privatePostAddOrder',
      amount: '1.25',
      price: '37500',
      notional: { amount: '46875', currency: 'USD' },
      request: { pair: 'XXBTZUSD', volume: '1.25', price: '37500', deadline: '2026-11-22T08:00:05Z' },
    }),
  );
  clock.pass(40);
  const answer = {
    error: [],
    result: { descr: { order: 'buy 1.25 XBTUSD @ limit 37500.0' }, txid: ['OQCLML-BW3P3-7'] },
  };
  log.outcome(outcomeOf(call, { response: answer, timings: { policy: 0.5, budget: 1.5, sign: 1, network: 30 } }));
  log.end({ call, status: 'ok', sent: 'yes' });
  clock.pass(1000);
  const denied = id('call', 2);
  log.begin(
    beginOf(denied, { bot: dca, method: '=HYPERLINK("http://x","y")', symbol: '+1', clientOrderId: 'a,"b"\r\nc' }),
  );
  log.end({ call: denied, status: 'denied', sent: 'no', code: 'SYMBOL_DENIED' });
});
afterAll(() => {
  log.close();
  dir.drop();
});

async function textOf(...args: Parameters<CallLog['export']>): Promise<string> {
  let text = '';
  for await (const part of log.export(...args)) text += part;
  return text;
}

test('HAR 1.2 has each request with its times, the oldest first, and a denied call as one that was never sent', async () => {
  const har = JSON.parse(await textOf('har', {}, true));
  expect(har.log).toMatchObject({ version: '1.2', creator: { name: 'Keybearer' } });
  const [sent, denied] = har.log.entries;
  expect(har.log.entries).toHaveLength(2);
  expect(sent).toMatchObject({
    startedDateTime: '2026-11-22T08:00:00.000Z',
    time: 33,
    request: {
      method: 'POST',
      url: 'https://kraken.invalid/privatePostAddOrder',
      postData: { mimeType: 'application/json', text: expect.stringContaining('"volume":"1.25"') },
    },
    response: { status: 200, content: { text: expect.stringContaining('OQCLML-BW3P3-7') } },
    timings: { blocked: 2, send: 1, wait: 30, receive: 0 },
    _callId: id('call', 1),
    _bot: 'grid-1',
  });
  expect(denied).toMatchObject({ response: { status: 0, statusText: 'SYMBOL_DENIED' }, _bot: 'dca', _sent: 'no' });
});

/** What HAR 1.2 wants of every entry. Source: http://www.softwareishard.com/blog/har-12-spec/ */
test('HAR 1.2 leaves out no member that a reader may count on', async () => {
  const { entries } = JSON.parse(await textOf('har')).log;
  const names = (value: object) => Object.keys(value).filter((name) => !name.startsWith('_') && name !== 'comment');
  const http = ['cookies', 'headers', 'headersSize', 'httpVersion', 'bodySize'];
  for (const entry of entries) {
    expect(names(entry).sort()).toEqual(['cache', 'request', 'response', 'startedDateTime', 'time', 'timings']);
    expect(names(entry.request)).toEqual(expect.arrayContaining(['method', 'url', 'queryString', ...http]));
    expect(names(entry.response)).toEqual(
      expect.arrayContaining(['status', 'statusText', 'content', 'redirectURL', ...http]),
    );
    const { timings, time } = entry;
    expect(time).toBe(timings.blocked + timings.send + timings.wait + timings.receive);
    expect(() => new URL(entry.request.url)).not.toThrow();
  }
});

test('CSV is read back as it was written, and no cell is taken for a formula', async () => {
  const text = await textOf('csv', {}, true);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(text.split('\r\n')[0]?.startsWith('time,id,bot,key,exchange,method,endpoint')).toBe(true);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    id: id('call', 1),
    amount: '1.25',
    notional: '46875',
    currency: 'USD',
    networkMs: '30',
    requests: '1',
  });
  expect(rows[1]).toMatchObject({
    method: `'=HYPERLINK("http://x","y")`,
    symbol: "'+1",
    clientOrderId: 'a,"b"\r\nc',
    code: 'SYMBOL_DENIED',
  });
});

test('JSON Lines has a record a line, with what was sent and what came back', async () => {
  const lines = (await textOf('jsonl', {}, true)).trimEnd().split('\n');
  const [record] = lines.map((line) => JSON.parse(line));
  expect(lines).toHaveLength(2);
  expect(record).toMatchObject({ id: id('call', 1), amount: '1.25', request: { amount: '1.25' } });
  expect(record.requests).toMatchObject([
    { n: 1, request: { volume: '1.25' }, response: { result: { txid: ['OQCLML-BW3P3-7'] } } },
  ]);
});

test.each(['har', 'csv', 'jsonl'] as const)(
  'in %s amounts are masked unless they are asked for, and nothing else is',
  async (format) => {
    const masked = await textOf(format);
    for (const amount of ['1.25', '37500', ...(format === 'har' ? [] : ['46875'])]) {
      expect(masked).not.toContain(amount);
      expect(await textOf(format, {}, true)).toContain(amount);
    }
    for (const kept of [id('call', 1), 'SYMBOL_DENIED', '30', '2026-11-22T08:00:0']) expect(masked).toContain(kept);
  },
);

test('a mask covers numbers wherever they stand, and leaves names, ids, times and sizes', () => {
  const body = {
    vol: 1.5,
    txid: 'OQ7-1AB',
    opentm: 1763798400.5,
    note: 'sold 0.5 at -3e-7, 10%',
    left: 'string(12)',
    deep: [['7']],
  };
  expect(maskAmounts(body)).toEqual({
    ...{ vol: '***', txid: 'OQ7-1AB', opentm: 1763798400.5, note: 'sold *** at ***, ***%', left: 'string(12)' },
    deep: [['***']],
  });
});

test('half a character in a name of a method stops no export', async () => {
  const own = openCallLog({ path: dir.path('half.sqlite'), clock });
  own.begin(beginOf(id('call', 1), { method: 'a\ud800b', symbol: '\0\udc00' }));
  own.end({ call: id('call', 1), status: 'denied' });
  for (const format of ['har', 'csv', 'jsonl'] as const) {
    let text = '';
    for await (const part of own.export(format)) text += part;
    expect(text).toContain(id('call', 1));
  }
  expect(await own.verify()).toMatchObject({ result: 'sealed' });
  own.close();
});

test('an export has only what was asked for', async () => {
  const lines = (await textOf('jsonl', { bot: 'dca', text: 'SYMBOL_DENIED' })).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([id('call', 2)]);
  expect(await textOf('har', { status: 'failed' })).toBe(await textOf('har', { error: 'NO_SUCH' }));
  expect(JSON.parse(await textOf('har', { status: 'failed' })).log.entries).toEqual([]);
});

test('a long export comes in parts and holds what there was when it began', async () => {
  const own = openCallLog({ path: dir.path('long.sqlite'), clock });
  const more = (from: number, to: number) => {
    for (let n = from; n <= to; n++) {
      own.begin(beginOf(id('call', n)));
      own.end({ call: id('call', n), status: 'ok' });
    }
  };
  more(1, 950);
  const parts: string[] = [];
  for await (const part of own.export('har')) {
    if (parts.length === 0) more(951, 960);
    parts.push(part);
  }
  expect(parts.length).toBeGreaterThan(4);
  const { entries } = JSON.parse(parts.join('')).log;
  expect(entries.map(({ _callId }: { _callId: string }) => _callId)).toEqual(
    Array.from({ length: 950 }, (_, n) => id('call', n + 1)),
  );
  own.close();
});
