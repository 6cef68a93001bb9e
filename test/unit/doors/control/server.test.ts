import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../../electron/base/secret.ts';
import { connectControl } from '../../../../electron/cli/control-client.ts';
import { type ControlDoor, openControlDoor } from '../../../../electron/doors/control/server.ts';
import type { CallRecord } from '../../../../shared/model.ts';
import { type FakeAgent, fakeAgent, rightPassphrase } from '../../../fakes/agent.ts';
import { callRecord } from '../../../fakes/call-record.ts';

let root: string;
let socketPath: string;
let agent: FakeAgent;
let door: ControlDoor | undefined;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kb-control-'));
  socketPath = join(root, 'run', 'control.sock');
  agent = fakeAgent();
});

afterEach(async () => {
  await door?.close();
  door = undefined;
  rmSync(root, { recursive: true, force: true });
});

const code = (expected: string) => expect.objectContaining({ code: expected });

async function open(): Promise<void> {
  door = await openControlDoor({ agent, doors: { socket: '/a', control: socketPath, http: null }, socketPath });
}

async function client() {
  const port = await connectControl(socketPath);
  if (port === undefined) throw new Error('nobody listens');
  return port;
}

/** Sends bytes as they are, ends, and gives what came back, a line each. */
function raw(...chunks: (string | Buffer)[]): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket: Socket = connect({ path: socketPath, allowHalfOpen: true }, () => {
      for (const chunk of chunks) socket.write(chunk);
      socket.end();
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', reject);
    socket.on('end', () =>
      resolve(
        said
          .split('\n')
          .filter(Boolean)
          .map((line): unknown => JSON.parse(line)),
      ),
    );
  });
}

const line = (id: number, call: string, params: unknown = {}, more: object = {}) =>
  `${JSON.stringify({ id, call, params, ...more })}\n`;
const refusal = (id: number | null, expected: string) => ({ id, ok: false, error: code(expected) });

describe('the control door', () => {
  test('stands in a private folder as a private socket, and is gone when it is closed', async () => {
    await open();
    expect(lstatSync(socketPath).mode & 0o777).toBe(0o600);
    expect(lstatSync(join(root, 'run')).mode & 0o777).toBe(0o700);
    await door?.close();
    door = undefined;
    expect(existsSync(socketPath)).toBe(false);
  });

  test('answers line by line, in order, under the id that was asked', async () => {
    await open();
    const answers = await raw(line(1, 'status'), line(7, 'bot.list') + line(2, 'seal'));
    expect(answers).toEqual([
      { id: 1, ok: true, value: expect.objectContaining({ vault: 'open' }) },
      { id: 7, ok: true, value: [expect.objectContaining({ name: 'grid-1' })] },
      { id: 2, ok: true, value: expect.objectContaining({ vault: 'sealed' }) },
    ]);
  });

  test('answers garbage with an error and goes on', async () => {
    await open();
    const answers = await raw(
      '}{\n',
      'null\n',
      '[]\n',
      '"x"\n',
      '{"id":3}\n',
      '{"id":"4","call":"status"}\n',
      '\u0000\u00ff\n',
      '\n',
      line(5, 'status'),
    );
    expect(answers.slice(0, -1)).toEqual(
      [null, null, null, null, 3, null, null].map((id) => refusal(id, 'INPUT_INVALID')),
    );
    expect(answers.at(-1)).toMatchObject({ id: 5, ok: true });
  });

  test('answers half a line with an error', async () => {
    await open();
    expect(await raw('{"id":1,"call":"sta')).toEqual([refusal(null, 'INPUT_INVALID')]);
  });

  test('takes a last line without a line end', async () => {
    await open();
    expect(await raw(line(1, 'status').trimEnd())).toMatchObject([{ id: 1, ok: true }]);
  });

  test('refuses a line over 2 MB, and the next terminal is served', async () => {
    await open();
    const huge = Buffer.alloc(3 * 1024 * 1024, 0x61);
    expect(await raw(huge, '\n')).toEqual([refusal(null, 'INPUT_INVALID')]);
    expect(await raw(line(1, 'status'))).toMatchObject([{ ok: true }]);
  });

  test('survives a terminal that leaves without reading', async () => {
    await open();
    agent.calls = Array.from({ length: 1000 }, () => callRecord());
    const socket = connect(socketPath);
    socket.on('error', () => undefined);
    for (let id = 0; id < 50; id++) socket.write(line(id, 'log.query', { limit: 1000 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect(await raw(line(1, 'status'))).toMatchObject([{ ok: true }]);
  });

  test('repeats neither passphrase nor secret in a refusal', async () => {
    await open();
    const answers = await raw(
      line(1, 'key.add', { secret: 'PLANTED-1', label: 7 }, { passphrase: 'PLANTED-2' }),
      '{"passphrase":"PLANTED-3"\n',
    );
    expect(JSON.stringify(answers)).not.toContain('PLANTED');
  });

  test('closes within half a second, also while somebody follows the log', async () => {
    await open();
    const port = await client();
    const { ended } = await port.follow({}, () => undefined);
    const start = performance.now();
    await door?.close();
    door = undefined;
    expect(performance.now() - start).toBeLessThan(500);
    await ended;
  });
});

describe('the path of the control door', () => {
  test('is taken over from a socket that nobody answers on', async () => {
    const { execFileSync } = await import('node:child_process');
    mkdirSync(join(root, 'run'), { mode: 0o700 });
    // A killed process leaves its socket behind; one that ends doesn't.
    const script = `require('net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(() => execFileSync(process.execPath, ['-e', script])).toThrow();
    expect(existsSync(socketPath)).toBe(true);
    await open();
    expect(await raw(line(1, 'status'))).toMatchObject([{ ok: true }]);
  });

  test('is left alone where an agent answers', async () => {
    await open();
    const second = openControlDoor({ agent, doors: { socket: '/a', control: socketPath, http: null }, socketPath });
    await expect(second).rejects.toEqual(code('AGENT_RUNNING'));
    expect(await raw(line(1, 'status'))).toMatchObject([{ ok: true }]);
  });

  test('is left alone where anything but a socket stands', async () => {
    mkdirSync(join(root, 'run'), { mode: 0o700 });
    writeFileSync(socketPath, 'mine');
    await expect(open()).rejects.toEqual(code('INPUT_INVALID'));
    expect(lstatSync(socketPath).isFile()).toBe(true);
  });

  test('is refused in a folder that others can enter', async () => {
    mkdirSync(join(root, 'run'), { mode: 0o755 });
    await expect(open()).rejects.toEqual(code('INPUT_INVALID'));
  });
});

describe('the terminal at the control door', () => {
  test('finds nobody where there is no socket, or where nobody answers on it', async () => {
    expect(await connectControl(socketPath)).toBeUndefined();
  });

  test('gets answers, and errors with their code', async () => {
    await open();
    const port = await client();
    expect(await port.call('key.list', {})).toHaveLength(1);
    await expect(port.call('code.show', { key: 'kraken-main' })).rejects.toEqual(code('PASSPHRASE_NEEDED'));
    const unlock = { kind: 'passphrase', secret: Secret.ofText(rightPassphrase) } as const;
    expect(await port.call('code.show', { key: 'kraken-main' }, unlock)).toMatchObject({ code: '123456' });
    expect(unlock.secret.isWiped).toBe(true);
    await port.close();
  });

  test('hears of each call that fits the filters, by name or id, and of no other', async () => {
    await open();
    const port = await client();
    const seen: string[] = [];
    const heard = (call: CallRecord) => void seen.push(call.id);
    await port.follow(
      { bot: `bot_${'b'.repeat(26)}`, status: 'ok', symbol: 'BTC/USD', slowerThanMs: 10, text: 'addorder' },
      heard,
    );
    const emit = (id: string, changes: Partial<CallRecord> = {}) =>
      agent.emit({ kind: 'call', call: callRecord({ id, ...changes }) });
    emit('fits');
    emit('other-bot', { bot: 'grid-2' });
    emit('other-status', { status: 'denied' });
    emit('other-symbol', { symbol: 'ETH/USD' });
    emit('fast', { timings: { ...callRecord().timings, total: 2 } });
    emit('other-text', { endpoint: 'privatePostBalance' });
    agent.emit({ kind: 'keys' });
    emit('fits-too');
    await port.call('status', {});
    expect(seen).toEqual(['fits', 'fits-too']);
    await port.close();
  });

  test('is told when the agent ends in the middle', async () => {
    mkdirSync(join(root, 'run'), { mode: 0o700 });
    const silent = createServer((socket) => socket.once('data', () => socket.destroy()));
    const mask = process.umask(0o177);
    silent.listen(socketPath);
    process.umask(mask);
    await new Promise((resolve) => silent.once('listening', resolve));
    const port = await client();
    await expect(port.call('status', {})).rejects.toEqual(code('AGENT_MISSING'));
    silent.close();
  });

  test.each([
    ['a folder that others can enter', () => chmodSync(join(root, 'run'), 0o750)],
    ['a socket that others can use', () => chmodSync(socketPath, 0o666)],
  ])('says nothing at %s', async (_, change) => {
    await open();
    change();
    await expect(connectControl(socketPath)).rejects.toEqual(code('INPUT_INVALID'));
    chmodSync(join(root, 'run'), 0o700);
  });

  test.runIf(process.getuid?.() === 0).each([
    ['socket', () => chownSync(socketPath, 65534, 65534)],
    ['folder', () => chownSync(join(root, 'run'), 65534, 65534)],
    ['parent folder', () => chownSync(root, 65534, 65534)],
  ])("says nothing at another user's %s", async (_, change) => {
    let said = '';
    mkdirSync(join(root, 'run'), { mode: 0o700 });
    const squatter = createServer((socket) => socket.on('data', (chunk) => (said += String(chunk))));
    const mask = process.umask(0o177);
    squatter.listen(socketPath);
    process.umask(mask);
    await new Promise((resolve) => squatter.once('listening', resolve));
    change();
    await expect(connectControl(socketPath)).rejects.toEqual(code('INPUT_INVALID'));
    expect(said).toBe('');
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('says nothing to what is no socket', async () => {
    mkdirSync(join(root, 'run'), { mode: 0o700 });
    writeFileSync(socketPath, '');
    chmodSync(socketPath, 0o600);
    await expect(connectControl(socketPath)).rejects.toEqual(code('INPUT_INVALID'));
  });
});
