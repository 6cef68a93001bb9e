import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAsBot } from './bot-call.ts';
import { end, type Folder, makeFolder } from './processes.ts';

const key = 'practice-unlimited';
let folder: Folder;
let keyInput: unknown;

const at = (name: string) => join(folder.dir, name);
/** Of the bot of each folder. */
const tokens = new Map<string, string>();

beforeAll(async () => {
  folder = makeFolder();
  const { ready } = await folder.serve(['practice', '--json']);
  keyInput = (ready['keys'] as { label: string }[]).find(({ label }) => label === key);
  await trade('ours', 3);
  await trade('longer', 5);
  await init('fresh');
}, 120_000);
afterAll(() => folder[Symbol.asyncDispose]());

const inDir = (dir: string) => ['--data', dir, '--passphrase-file', folder.passphraseFile];
const init = (name: string) => folder.makeVault(at(name));

async function trade(name: string, orders: number): Promise<void> {
  await init(name);
  await addBot(name);
  const { child, socket } = await serve(at(name));
  const bot = { socket, token: tokens.get(name) ?? '' };
  for (let n = 0; n < orders; n += 1) expect(await order(bot)).toBeUndefined();
  await end(child, 'SIGTERM');
}

async function addBot(name: string): Promise<void> {
  const bot = { name: 'grid-1', grants: [{ key, preset: 'trade', symbols: ['BTC/USD'] }] };
  await folder.json(['key', 'add', ...inDir(at(name))], keyInput);
  tokens.set(name, (await folder.json<{ token: string }>(['bot', 'add', ...inDir(at(name))], bot)).token);
}

async function serve(dir: string) {
  const { child, ready } = await folder.serve(['agent', ...inDir(dir)]);
  return { child, socket: String(ready['socket']) };
}

type Bot = Parameters<typeof callAsBot>[0];
const order = async (bot: Bot) =>
  (await callAsBot(bot, key, 'createOrder', ['BTC/USD', 'limit', 'buy', 0.001, 1000]))['code'];
const read = async (bot: Bot) => (await callAsBot(bot, key, 'fetchBalance'))['code'];

const isLog = (name: string) => name.startsWith('calls.sqlite');
const isLogOrAnchor = (name: string) => isLog(name) || name === 'anchor.json';

let copies = 0;
/** A copy of a folder in which files of another one were put over its own. */
function mixed(own: string, other: string, isTaken: (name: string) => boolean): string {
  const dir = at(`copy-${++copies}`);
  cpSync(at(own), dir, { recursive: true, filter: (path) => !path.endsWith('/run') });
  for (const name of readdirSync(dir).filter(isTaken)) rmSync(join(dir, name));
  for (const name of readdirSync(at(other)).filter(isTaken)) cpSync(join(at(other), name), join(dir, name));
  return dir;
}

async function verify(dir: string, isLent = true) {
  const argv = isLent ? inDir(dir) : ['--data', dir];
  const { code, out } = await folder.run(['log', 'verify', '--json', ...argv]);
  return { code, ...JSON.parse(out) };
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const status = async (dir: string) => {
  const { code, out } = await folder.run(['status', '--data', dir]);
  return { code, text: flat(out) };
};

function select(path: string, sql: string): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows;
}
const segmentsOf = (path: string) => select(path, 'SELECT n, first, last, hex(mac) AS mac FROM segments ORDER BY n');

const why = expect.stringContaining("looks like another vault's");

describe('a log of another vault, put in the place of one’s own', () => {
  it.each([
    ['a shorter one', 'ours', 'fresh', isLog, { code: 5, result: 'truncated' }],
    ['a longer one', 'ours', 'longer', isLog, { code: 1, result: 'altered', at: 1 }],
    ['a shorter one with its anchor.json', 'ours', 'fresh', isLogOrAnchor, { code: 5, result: 'truncated' }],
    ['a longer one with its anchor.json', 'ours', 'longer', isLogOrAnchor, { code: 1, result: 'altered', at: 1 }],
    ['one where no call was made yet', 'fresh', 'longer', isLog, { code: 1, result: 'altered', at: 1 }],
  ])(
    '%s: fails the check, whose words say whose it looks like',
    async (_what, own, other, isTaken, expected) => {
      const dir = mixed(own, other, isTaken);
      expect(await verify(dir)).toMatchObject({ ...expected, why });
      // Without the vault's key the name of the vault in it tells.
      expect(await verify(dir, false)).toMatchObject({ code: 6, result: 'unchecked', why });
    },
    120_000,
  );

  it('is not signed: orders are refused, reads go on, and accepting puts it aside whole', async () => {
    const dir = mixed('ours', 'longer', isLogOrAnchor);
    const before = segmentsOf(join(dir, 'calls.sqlite'));
    expect(before.length).toBeGreaterThan(0);
    await refusesUntilAccepted(dir, tokens.get('ours') ?? '', 1, before);
  }, 120_000);

  it('with which nothing can be compared, since it lay there before the vault was made, is not signed either', async () => {
    const dir = at('beside');
    mkdirSync(dir, { mode: 0o700 });
    for (const name of readdirSync(at('longer')).filter(isLogOrAnchor))
      cpSync(join(at('longer'), name), join(dir, name));
    const before = segmentsOf(join(dir, 'calls.sqlite'));
    await init('beside');
    await addBot('beside');
    await refusesUntilAccepted(dir, tokens.get('beside') ?? '', 6, before);
  }, 120_000);
});

describe('a log that is exchanged while the agent runs', () => {
  const exchange = (dir: string) => {
    for (const name of readdirSync(dir).filter(isLog)) rmSync(join(dir, name));
    cpSync(join(at('longer'), 'calls.sqlite'), join(dir, 'calls.sqlite'));
  };

  it('takes nothing more, which would be lost, and is found to be another vault’s after a restart', async () => {
    const dir = mixed('ours', 'ours', isLog);
    const first = await serve(dir);
    const bot = { socket: first.socket, token: tokens.get('ours') ?? '' };
    expect(await order(bot)).toBeUndefined();
    exchange(dir);
    expect([await order(bot), await read(bot)]).toEqual(['RECORD_FAILED', 'RECORD_FAILED']);
    const warned = await status(dir);
    expect([warned.code, warned.text.includes('start it again')]).toEqual([1, true]);
    await end(first.child, 'SIGTERM');
    const again = await serve(dir);
    expect(await order({ ...bot, socket: again.socket })).toBe('RECORD_FAILED');
    expect((await status(dir)).text).toContain("looks like another vault's");
    await end(again.child, 'SIGTERM');
  }, 120_000);

  it('while the vault is sealed keeps the vault from being opened until the agent was started again', async () => {
    const dir = mixed('ours', 'ours', isLog);
    const first = await serve(dir);
    await folder.json(['seal', ...inDir(dir)]);
    exchange(dir);
    const { code, err } = await folder.run(['unseal', ...inDir(dir)]);
    expect([code, flat(err).includes('start it again')]).toEqual([1, true]);
    await end(first.child, 'SIGTERM');
    const again = await serve(dir);
    expect((await status(dir)).text).toContain("looks like another vault's");
    await end(again.child, 'SIGTERM');
  }, 120_000);
});

async function refusesUntilAccepted(dir: string, token: string, code: number, before: unknown[]): Promise<void> {
  const first = await serve(dir);
  const bot = { socket: first.socket, token };
  expect([await order(bot), await read(bot)]).toEqual(['RECORD_FAILED', undefined]);
  const warned = await status(dir);
  expect(warned.code).toBe(1);
  expect(warned.text).toContain("looks like another vault's");
  expect(warned.text).toContain('keybearer log accept');
  expect(await verify(dir)).toMatchObject({ code, why });
  await end(first.child, 'SIGTERM');
  // Neither closing nor a second opening makes it this vault's own.
  const again = await serve(dir);
  const later = { ...bot, socket: again.socket };
  expect(await order(later)).toBe('RECORD_FAILED');
  expect(await verify(dir)).toMatchObject({ code, why });
  const { keptAs } = await folder.json<{ keptAs: string }>(['log', 'accept', '--yes', ...inDir(dir)]);
  expect(segmentsOf(keptAs)).toEqual(before);
  expect((await status(dir)).code).toBe(0);
  expect(await order(later)).toBeUndefined();
  expect(await verify(dir)).toMatchObject({ code: 0, result: 'intact' });
  await end(again.child, 'SIGTERM');
  expect(await verify(dir)).toMatchObject({ code: 0, result: 'intact' });
  expect(existsSync(join(dir, 'calls.sqlite'))).toBe(true);
}
