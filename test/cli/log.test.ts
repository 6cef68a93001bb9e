import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Practice, startPractice } from '../../electron/practice/server.ts';
import { LogStatsView } from '../../shared/log-views.ts';
import { CallRecord } from '../../shared/model.ts';
import { end, type Folder, makeFolder } from './processes.ts';

const label = 'practice-unlimited';
let folder: Folder;
let practice: Practice;
let agent: Awaited<ReturnType<Folder['serve']>>;
beforeEach(async () => {
  folder = makeFolder();
  practice = await startPractice({ port: 0, now: Date.now });
  await folder.json(['init']);
  await folder.json(
    ['key', 'add'],
    practice.keys.find((key) => key.label === label),
  );
  await serve();
  const grants = [{ key: label, preset: 'trade', symbols: ['BTC/USD'] }];
  const { token } = await folder.json<{ token: string }>(['bot', 'add'], { name: 'grid-1', grants });
  await call(token, 'fetchBalance');
  await call(token, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1234]);
  await call(token, 'createOrder', ['ETH/USD', 'limit', 'buy', 0.01, 1000]);
}, 60_000);
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await practice.close();
});

const serve = async () => {
  agent = await folder.serve(['agent', '--data', folder.dataDir, '--passphrase-file', folder.passphraseFile]);
};
const stop = () => end(agent.child, 'SIGTERM');

async function call(token: string, method: string, args: readonly unknown[] = []): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const path = `/v1/keys/${label}/call`;
  const sent = request({ socketPath: String(agent.ready['socket']), path, method: 'POST', headers });
  sent.end(JSON.stringify({ method, args }));
  const [response] = await once(sent, 'response');
  response.resume();
  await once(response, 'end');
}

const verify = (...more: string[]) => folder.run(['log', 'verify', '--json', ...more]);
const resultOf = ({ code, out }: { code: number | null; out: string }) => ({ code, ...JSON.parse(out) });

function edit(sql: string): void {
  const db = new DatabaseSync(join(folder.dataDir, 'calls.sqlite'));
  db.exec(sql);
  db.close();
}

describe('log verify', () => {
  it('ends with 0 where nothing was touched, with 3 where the vault is sealed', async () => {
    expect(resultOf(await verify())).toMatchObject({ code: 0, result: 'intact', at: null });
    await stop();
    expect(resultOf(await verify())).toMatchObject({ code: 3, result: 'sealed' });
    expect(resultOf(await verify('--passphrase-file', folder.passphraseFile))).toMatchObject({ code: 0 });
  }, 60_000);

  it.each([
    ['a changed entry', 1, 'altered', "UPDATE entries SET body = replace(body, '1234', '1235')"],
    ['a row that says something else than its entries', 1, 'altered', "UPDATE calls SET status = 'ok'"],
    ['a missing entry', 4, 'gap', 'DELETE FROM entries WHERE seq = 3'],
    ['a cut-off end', 5, 'truncated', 'DELETE FROM entries WHERE seq > 4; DELETE FROM calls WHERE seq > 4'],
  ])(
    'finds %s',
    async (_what, code, result, sql) => {
      const head = join(folder.dir, 'head.json');
      await folder.json(['log', 'anchor', head]);
      expect(statSync(head).mode & 0o777).toBe(0o600);
      await stop();
      edit(sql);
      const found = resultOf(await verify('--anchor', head, '--passphrase-file', folder.passphraseFile));
      expect(found.result, JSON.stringify(found)).toBe(result);
      expect(found.code).toBe(code);
    },
    60_000,
  );

  it('keeps bots from trading until the log is put aside', async () => {
    await stop();
    edit("UPDATE entries SET body = replace(body, '1234', '1235')");
    await serve();
    expect((await verify()).code).toBe(1);
    expect((await folder.run(['status'])).code).toBe(1);
    const { keptAs } = await folder.json<{ keptAs: string }>(['log', 'accept', '--yes']);
    expect(statSync(keptAs).isFile()).toBe(true);
    expect((await folder.run(['status'])).code).toBe(0);
    expect((await verify()).code).toBe(0);
  }, 60_000);

  it('says what is wrong with an anchor', async () => {
    const bad = join(folder.dir, 'bad.json');
    writeFileSync(bad, '{}');
    const { code, err } = await verify('--anchor', bad);
    expect(code).toBe(1);
    expect(err).toContain('INPUT_INVALID');
  }, 60_000);
});

describe('log export', () => {
  const exported = async (format: string, ...more: string[]) => {
    const { code, out, err } = await folder.run(['log', 'export', '--format', format, ...more]);
    expect([code, err]).toEqual([0, '']);
    return out;
  };

  it('gives each call once in each format, without amounts unless they are asked for', async () => {
    const lines = (await exported('jsonl')).trim().split('\n');
    expect(lines.length).toBe(3);
    const rows: string[][] = parse(await exported('csv'));
    expect(rows.length).toBe(4);
    expect(await exported('jsonl')).not.toContain('1234');
    expect(await exported('jsonl', '--amounts')).toContain('1234');
    expect((await exported('csv', '--status', 'denied')).trim().split('\n').length).toBe(2);
  }, 60_000);

  it('writes HAR 1.2, whole or not at all, and asks before it replaces a file', async () => {
    const path = join(folder.dir, 'calls.har');
    expect((await folder.run(['log', 'export', '--format', 'har', '--out', path])).code).toBe(0);
    const har = Har.parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(har.log.entries.length).toBeGreaterThanOrEqual(2);
    expect(new Set(har.log.entries.map(({ request: { method } }) => method))).toEqual(new Set(['POST']));
    const again = await folder.run(['log', 'export', '--format', 'har', '--out', path]);
    expect([again.code, again.err.includes('CONFIRMATION_NEEDED')]).toEqual([1, true]);
    expect((await folder.run(['log', 'export', '--format', 'har', '--out', path, '--yes'])).code).toBe(0);
    const nowhere = await folder.run(['log', 'export', '--format', 'csv', '--out', join(folder.dir, 'no/such')]);
    expect([nowhere.code, nowhere.err.includes('INPUT_INVALID')]).toEqual([1, true]);
    expect((await folder.run(['log', 'export'])).code).toBe(2);
  }, 60_000);
});

describe('what is read of the log', () => {
  it('is filtered by every filter of the command', async () => {
    const found = async (...words: string[]) => {
      const { out } = await folder.run(['log', '--json', ...words]);
      return z.array(CallRecord).parse(JSON.parse(out)).length;
    };
    const counts = {
      all: await found(),
      bot: await found('--bot', 'grid-1'),
      stranger: await found('--bot', 'grid-2'),
      key: await found('--key', label),
      method: await found('--method', 'createOrder'),
      status: await found('--status', 'denied'),
      exchange: await found('--exchange', 'kraken'),
      symbol: await found('--symbol', 'BTC/USD'),
      error: await found('--error', 'SYMBOL_DENIED'),
      slow: await found('--slower-than', '600000'),
      since: await found('--since', '15m'),
      text: await found('--text', 'fetchBal'),
      limit: await found('--limit', '1'),
    };
    expect(counts).toEqual({
      ...{ all: 3, bot: 3, stranger: 0, key: 3, method: 2, status: 1, exchange: 3, symbol: 1, error: 1 },
      ...{ slow: 0, since: 3, text: 1, limit: 1 },
    });
  }, 60_000);

  it('is counted by log stats, as JSON and as a chart', async () => {
    const { out } = await folder.run(['log', 'stats', '--json']);
    expect(LogStatsView.parse(JSON.parse(out)).all).toMatchObject({ calls: 3, denied: 1 });
    const text = (await folder.run(['log', 'stats'])).out;
    expect(text).toContain('3 calls, 0 errors, 1 denied');
    expect(text).toContain('createOrder');
  }, 60_000);

  it('goes into a bundle without a name of a key, a bot or a market', async () => {
    const path = join(folder.dir, 'bundle.json');
    expect((await folder.run(['log', 'bundle', path])).err).toContain('CONFIRMATION_NEEDED');
    expect((await folder.run(['log', 'bundle', path, '--yes'])).code).toBe(0);
    const text = readFileSync(path, 'utf8');
    for (const name of [label, 'grid-1', 'BTC', '1234', folder.dir]) expect(text).not.toContain(name);
    expect(JSON.parse(text)).toMatchObject({ counts: { keys: 1, bots: 1 }, vault: 'open' });
  }, 60_000);
});

/** Source: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/; what it requires. */
const NameValue = z.object({ name: z.string(), value: z.string() });
const Har = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.string(), version: z.string() }),
    entries: z.array(
      z.object({
        startedDateTime: z.iso.datetime({ offset: true }),
        time: z.number().nonnegative(),
        request: z.object({
          method: z.string(),
          url: z.url(),
          httpVersion: z.string(),
          cookies: z.array(z.unknown()),
          headers: z.array(NameValue),
          queryString: z.array(NameValue),
          headersSize: z.number(),
          bodySize: z.number(),
        }),
        response: z.object({
          status: z.number().int(),
          statusText: z.string(),
          httpVersion: z.string(),
          cookies: z.array(z.unknown()),
          headers: z.array(NameValue),
          content: z.object({ size: z.number(), mimeType: z.string() }),
          redirectURL: z.string(),
          headersSize: z.number(),
          bodySize: z.number(),
        }),
        cache: z.object({}),
        timings: z.object({ send: z.number(), wait: z.number(), receive: z.number() }),
      }),
    ),
  }),
});
