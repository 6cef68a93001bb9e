import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallRecord } from '../../shared/model.ts';
import { harFaults } from './har.ts';
import { end, type Folder, makeFolder } from './processes.ts';

const key = 'practice-unlimited';
let folder: Folder;
let agent: Awaited<ReturnType<Folder['serve']>>;

const common = () => ['--data', folder.dataDir, '--passphrase-file', folder.passphraseFile];

/** A folder that is as an evening of trading leaves it, its agent running. */
beforeAll(async () => {
  folder = makeFolder();
  const practice = await folder.serve(['practice', '--json']);
  await folder.makeVault();
  const keys = practice.ready['keys'] as { label: string }[];
  await folder.json(
    ['key', 'add'],
    keys.find(({ label }) => label === key),
  );
  const bots = ['grid-1', 'dca'].map((name) => ({ name, grants: [{ key, preset: 'trade', symbols: ['BTC/USD'] }] }));
  const tokens: string[] = [];
  for (const bot of bots) tokens.push((await folder.json<{ token: string }>(['bot', 'add'], bot)).token);
  agent = await folder.serve(['agent', ...common()]);
  const [grid = '', dca = ''] = tokens;
  const call = (token: string, method: string, args: unknown[]) =>
    post(String(agent.ready['socket']), token, method, args);
  await call(grid, 'fetchBalance', []);
  await call(grid, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.0125, 1000.5]);
  await call(grid, 'createOrder', ['ETH/USD', 'limit', 'buy', 1, 100]);
  await call(dca, 'createOrder', ['BTC/USD', 'limit', 'buy', 90000, 1000]);
  await call(dca, 'fetchOpenOrders', ['BTC/USD']);
}, 120_000);
afterAll(() => folder[Symbol.asyncDispose]());

function post(socketPath: string, token: string, method: string, args: unknown[]): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: `/v1/keys/${key}/call`, method: 'POST', headers }, (response) => {
      response.resume().on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ method, args }));
  });
}

const methodsOf = (calls: readonly CallRecord[]) => calls.map(({ method }) => method);
const log = async (...argv: string[]) => methodsOf(await folder.json<CallRecord[]>(['log', ...argv]));

describe('log', () => {
  it('finds calls by every filter, the newest first', async () => {
    expect(await log()).toEqual(['fetchOpenOrders', 'createOrder', 'createOrder', 'createOrder', 'fetchBalance']);
    expect(await log('--bot', 'dca')).toEqual(['fetchOpenOrders', 'createOrder']);
    expect(await log('--method', 'fetchBalance', '--key', key, '--exchange', 'kraken')).toEqual(['fetchBalance']);
    expect(await log('--status', 'denied', '--error', 'SYMBOL_DENIED', '--symbol', 'ETH/USD')).toHaveLength(1);
    expect(await log('--text', 'Insuff', '--since', '1h', '--slower-than', '0')).toEqual(['createOrder']);
    expect(await log('--limit', '2')).toHaveLength(2);
    expect(await log('--bot', 'nobody')).toEqual([]);
  }, 60_000);

  it('counts them, with how long they took', async () => {
    const stats = await folder.json<{ all: object; byMethod: { name: string; calls: number }[] }>(['log', 'stats']);
    expect(stats.all).toMatchObject({ calls: 5, errors: 1, denied: 1, latencyMs: { max: expect.any(Number) } });
    expect(stats.byMethod[0]).toMatchObject({ name: 'createOrder', calls: 3 });
  }, 60_000);
});

interface HarEntry {
  readonly request: { readonly method: string };
}

describe('log export', () => {
  const exported = async (format: string, ...argv: string[]) =>
    (await folder.run(['log', 'export', '--format', format, ...argv])).out;

  it('as JSON Lines has every call, the oldest first, its amounts masked unless they are asked for', async () => {
    const read = (text: string): CallRecord[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const masked = read(await exported('jsonl'));
    expect(methodsOf(masked)).toEqual((await log()).toReversed());
    expect(masked.map(({ amount }) => amount)).toEqual([null, '***', '***', '***', null]);
    const whole = read(await exported('jsonl', '--amounts', '--bot', 'grid-1', '--status', 'ok'));
    expect(whole.map(({ amount, price }) => [amount, price])).toEqual([
      [null, null],
      ['0.0125', '1000.5'],
    ]);
  }, 60_000);

  it('as CSV has a row a call', async () => {
    const rows = parse<Record<string, string>>(await exported('csv', '--amounts'), { columns: true });
    expect(rows.map(({ bot, status }) => `${bot} ${status}`)).toEqual([
      ...['grid-1 ok', 'grid-1 ok', 'grid-1 denied', 'dca failed', 'dca ok'],
    ]);
    expect(rows[1]).toMatchObject({ symbol: 'BTC/USD', amount: '0.0125', price: '1000.5' });
  }, 60_000);

  it('as HAR is HAR 1.2 by its schema, in a file for its user alone', async () => {
    const out = join(folder.dir, 'calls.har');
    expect(await folder.json(['log', 'export', '--format', 'har', '--out', out])).toMatchObject({ path: out });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const har = JSON.parse(readFileSync(out, 'utf8'));
    expect(harFaults(har)).toEqual([]);
    expect(har.log.entries).toHaveLength(5);
    expect(new Set(har.log.entries.map(({ request: { method } }: HarEntry) => method))).toEqual(new Set(['POST']));
    har.log.entries[0].time = 'soon';
    expect(harFaults(har)).not.toEqual([]);
  }, 60_000);
});

describe('a support bundle', () => {
  it('has the errors, and no name, id, amount or market', async () => {
    const out = join(folder.dir, 'bundle.json');
    await folder.json(['log', 'bundle', out, '--yes']);
    const text = readFileSync(out, 'utf8');
    expect(JSON.parse(text).errors).toMatchObject([
      { code: 'EXCHANGE_REFUSED', exchangeError: 'EOrder:Insufficient funds', method: 'createOrder' },
      { code: 'SYMBOL_DENIED', exchangeError: null },
    ]);
    for (const name of [key, 'grid-1', 'dca', 'BTC/', 'ETH/', '90000', '0.0125', folder.dir])
      expect(text).not.toContain(name);
  }, 60_000);
});

describe('log verify', () => {
  const anchor = () => join(folder.dir, 'anchor.json');
  let copies = 0;

  /** The check of a copy that was tampered with while nothing ran. */
  async function verify(
    change: (dir: string) => void,
    argv: readonly string[] = ['--passphrase-file', folder.passphraseFile],
  ) {
    const dir = join(folder.dir, `copy-${++copies}`);
    cpSync(folder.dataDir, dir, { recursive: true, filter: (path) => !path.endsWith('/run') });
    change(dir);
    const { code, out, err } = await folder.run(['log', 'verify', '--json', ...argv, '--data', dir]);
    return { code, ...(out === '' ? { err } : JSON.parse(out)) };
  }

  const edit = (sql: string) => (dir: string) => {
    const db = new DatabaseSync(join(dir, 'calls.sqlite'));
    db.exec(sql);
    db.close();
  };

  const replaceLog = (from: string) => (dir: string) => {
    for (const name of readdirSync(dir).filter((one) => one.startsWith('calls.sqlite'))) rmSync(join(dir, name));
    for (const name of readdirSync(from).filter((one) => one.startsWith('calls.sqlite')))
      cpSync(join(from, name), join(dir, name));
  };

  it('finds the log intact while the agent runs, and by an anchor that was kept', async () => {
    expect(await folder.json(['log', 'verify'])).toMatchObject({ result: 'intact', epoch: 1, at: null });
    await folder.json(['log', 'anchor', anchor()]);
    expect(await folder.json(['log', 'verify', '--anchor', anchor()])).toMatchObject({ result: 'intact' });
  }, 60_000);

  it('of a log at rest tells by its exit code what was done to it', async () => {
    await folder.json(['backup', join(folder.dir, 'copy.json'), '--new-passphrase-file', folder.passphraseFile]);
    await end(agent.child, 'SIGTERM');
    expect(await verify(() => {})).toMatchObject({ code: 0, result: 'intact' });
    expect(await verify(() => {}, [])).toMatchObject({ code: 3, result: 'sealed' });
    expect(
      await verify(edit("UPDATE entries SET body = replace(body, '1000.5', '9000.5') WHERE seq = 6")),
    ).toMatchObject({ code: 1, result: 'altered', at: 6 });
    expect(await verify(edit('DELETE FROM entries WHERE seq = 6'))).toMatchObject({ code: 4, result: 'gap', at: 6 });
    expect(await verify(edit('DELETE FROM entries WHERE seq > 9'))).toMatchObject({
      code: 5,
      result: 'truncated',
      at: 10,
    });
    expect(
      await verify(edit("UPDATE calls SET bot_name = 'x' WHERE seq = (SELECT min(seq) FROM calls)")),
    ).toMatchObject({ code: 1 });
    const anchored = ['--passphrase-file', folder.passphraseFile, '--anchor', anchor()];
    expect(await verify(() => {}, anchored)).toMatchObject({ code: 0, result: 'intact' });
  }, 120_000);

  it('cannot check what was signed after the backup that the vault was restored from: 6', async () => {
    await folder.json(['vault', 'rotate', '--yes']);
    const dir = join(folder.dir, 'restored');
    cpSync(folder.dataDir, dir, {
      recursive: true,
      filter: (path) => !/\/(run|vault-.*|anchor.*|state.*)$/.test(path),
    });
    const argv = ['--passphrase-file', folder.passphraseFile, '--data', dir];
    expect(await folder.run(['restore', join(folder.dir, 'copy.json'), ...argv])).toMatchObject({ code: 0 });
    const { code, out } = await folder.run(['log', 'verify', '--json', ...argv]);
    expect([code, JSON.parse(out).result]).toEqual([6, 'unchecked']);
  }, 120_000);

  it('does not take the log of another vault, put in the place of its own, for its own: a shorter one is cut off', async () => {
    const other = join(folder.dir, 'other');
    await folder.makeVault(other);
    expect(await verify(replaceLog(other))).toMatchObject({ code: 5, result: 'truncated' });
  }, 120_000);

  it('that fails keeps bots from trading, until the log is put aside, whole', async () => {
    edit("UPDATE entries SET body = replace(body, '1000.5', '9000.5') WHERE seq = 6")(folder.dataDir);
    agent = await folder.serve(['agent', ...common()]);
    expect((await folder.run(['log', 'verify'])).code).toBe(1);
    const status = await folder.run(['status']);
    expect([status.code, status.out.replaceAll(/\s+/g, ' ').includes('keybearer log accept')]).toEqual([1, true]);
    const { keptAs } = await folder.json<{ keptAs: string }>(['log', 'accept', '--yes']);
    expect(statSync(keptAs).isFile()).toBe(true);
    expect((await folder.run(['status'])).code).toBe(0);
    expect((await folder.run(['log', 'verify'])).code).toBe(0);
  }, 120_000);
});
