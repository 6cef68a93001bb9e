import { lstatSync, mkdirSync, readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { openBotsDoor } from '../../../../electron/doors/bots/server.ts';
import { AppError } from '../../../../shared/errors.ts';
import { fakeBots } from '../../../fakes/bot-service.ts';
import { ask, freshDir, line, open } from './talk.ts';

const openAt = (socketPath: string, httpPort?: number) =>
  openBotsDoor({
    service: fakeBots(),
    clock: systemClock,
    version: '0.1.0',
    socketPath,
    httpPort,
    report: () => undefined,
  });
const codeOf = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => 'opened',
    (fault: unknown) => (fault instanceof AppError ? fault.code : fault),
  );

/** A socket file that nobody listens on any more: its listener ends without a word. */
async function leaveStale(path: string): Promise<void> {
  const code = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.exit(0))`;
  // In a process, since libuv would unlink the path of a listener that is closed.
  const { spawnSync } = await import('node:child_process');
  spawnSync(process.execPath, ['-e', code]);
}

async function listenAs(path: string): Promise<Server> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return server;
}

test('the socket is open to its owner only', async () => {
  const { door } = await open();
  expect(lstatSync(door.socket).mode & 0o777).toBe(0o600);
  expect(process.umask()).not.toBe(0o177);
  expect((await ask({ socketPath: door.socket })).json).toEqual({ ok: true, vault: 'open', version: '0.1.0' });
});

test('TCP is off unless it is asked for, and then on 127.0.0.1 only', async () => {
  const off = await open({ httpPort: undefined });
  expect(off.door.http).toBeNull();
  const on = await open({ httpPort: 0 });
  expect(on.door.http).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${on.door.http}/v1/health`)).status).toBe(200);
});

test('a port that is taken is refused, and no socket is left behind', async () => {
  const { port } = await open();
  const path = join(freshDir(), 'agent.sock');
  expect(await codeOf(openAt(path, port))).toBe('INPUT_INVALID');
  expect(lstatSync(path, { throwIfNoEntry: false })).toBeUndefined();
});

test('a socket that nobody answers on is replaced', async () => {
  const path = join(freshDir(), 'agent.sock');
  await leaveStale(path);
  expect(lstatSync(path).isSocket()).toBe(true);
  const door = await openAt(path);
  onTestFinished(() => door.close());
  expect((await ask({ socketPath: path })).status).toBe(200);
});

test('a second agent on the same path is refused and the first one goes on', async () => {
  const { door } = await open();
  expect(await codeOf(openAt(door.socket))).toBe('AGENT_RUNNING');
  expect((await ask({ socketPath: door.socket })).status).toBe(200);
});

test('a squatter that accepts and says nothing counts as a running agent and learns nothing', async () => {
  const path = join(freshDir(), 'agent.sock');
  const heard: Buffer[] = [];
  const squatter = await listenAs(path);
  squatter.on('connection', (socket) => socket.on('data', (chunk) => heard.push(chunk)));
  expect(await codeOf(openAt(path))).toBe('AGENT_RUNNING');
  expect(heard).toEqual([]);
});

test('a file, a directory or a symlink in the way is named and not touched', async () => {
  const dir = freshDir();
  const [file, folder, link, target] = ['file', 'folder', 'link', 'target'].map((name) => join(dir, name));
  if (file === undefined || folder === undefined || link === undefined || target === undefined)
    return expect.unreachable();
  writeFileSync(file, 'mine');
  mkdirSync(folder);
  await leaveStale(target);
  symlinkSync(target, link);
  for (const path of [file, folder, link]) {
    const fault: unknown = await openAt(path).catch((caught: unknown) => caught);
    expect(fault instanceof AppError && fault.code).toBe('INPUT_INVALID');
    expect(String(fault)).toContain(path);
  }
  expect(readFileSync(file, 'utf8')).toBe('mine');
  expect(lstatSync(folder).isDirectory()).toBe(true);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(lstatSync(target).isSocket()).toBe(true);
});

test.runIf(process.getuid?.() === 0)('a socket of another user in the way is not touched', async () => {
  const path = join(freshDir(), 'agent.sock');
  await leaveStale(path);
  const { chownSync } = await import('node:fs');
  chownSync(path, 12345, 12345);
  expect(await codeOf(openAt(path))).toBe('INPUT_INVALID');
  expect(lstatSync(path).uid).toBe(12345);
});

test('a directory that is not there is named', async () => {
  expect(await codeOf(openAt(join(freshDir(), 'none', 'agent.sock')))).toBe('INPUT_INVALID');
});

test('closing removes the socket and ends in time, with kept, half-open and for ever busy connections', async () => {
  const { door, bots, port } = await open({ limits: { closeMs: 200 } });
  bots.answer = () => new Promise(() => undefined);
  const lines = await Promise.all([
    line(door.socket, 'GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n'),
    line(door.socket, 'GET /v1/he'),
    line(door.socket),
    line(port, 'CONNECT x:1 HTTP/1.1\r\n\r\n'),
    line(port, `GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`),
    line(
      door.socket,
      `POST /v1/keys/kraken-main/call HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer kb_${'s'.repeat(43)}\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{"method":"fetchBalance"}`,
    ),
  ]);
  await systemClock.sleep(50);
  expect(bots.received.length).toBe(1);
  const begun = performance.now();
  await door.close();
  await Promise.all(lines.map(({ ended }) => ended));
  expect(performance.now() - begun).toBeLessThan(500);
  expect(lstatSync(door.socket, { throwIfNoEntry: false })).toBeUndefined();
});

test('what is in flight may end while the door closes', async () => {
  const { door, bots } = await open();
  bots.answer = () => systemClock.sleep(60).then(() => 'late');
  const body = '{"method":"fetchBalance"}';
  const headers = { authorization: `Bearer kb_${'s'.repeat(43)}`, 'content-type': 'application/json' };
  const asked = ask({ socketPath: door.socket }, { method: 'POST', path: '/v1/keys/kraken-main/call', headers, body });
  await systemClock.sleep(30);
  await door.close();
  expect((await asked).status).toBe(200);
});

test('closing leaves alone what another agent has put in its place', async () => {
  const { door } = await open({ httpPort: undefined });
  unlinkSync(door.socket);
  await listenAs(door.socket);
  await door.close();
  expect(lstatSync(door.socket).isSocket()).toBe(true);
});

test('closing twice is closing once', async () => {
  const { door } = await open();
  await Promise.all([door.close(), door.close()]);
  await door.close();
});
