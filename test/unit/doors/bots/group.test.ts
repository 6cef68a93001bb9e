import { execFile } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../electron/base/clock.ts';
import { ensureGroupDir, groupSocketOf } from '../../../../electron/base/group-dir.ts';
import { type BotsDoor, openBotsDoor } from '../../../../electron/doors/bots/server.ts';
import { fakeBots, socketToken } from '../../../fakes/bot-service.ts';
import { ask } from './talk.ts';

const isRoot = process.getuid?.() === 0;
/** A group that is not ours, where we may give files away; else our own. */
const gid = isRoot ? 65_534 : (process.getgid?.() ?? 0);
let dir: string;
let door: BotsDoor | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-'));
});
afterEach(async () => {
  await door?.close();
  door = undefined;
  rmSync(dir, { recursive: true, force: true });
});

async function openGroup() {
  const group = groupSocketOf(join(dir, 'data'), String(gid));
  ensureGroupDir(group);
  const service = fakeBots();
  const doors: string[] = [];
  const identify = service.identify;
  service.identify = (hash, at) => {
    doors.push(at);
    return identify(hash, at === 'group' ? 'socket' : at);
  };
  const report = () => undefined;
  const own = { service, clock: systemClock, version: '0', httpPort: undefined, report };
  door = await openBotsDoor({ ...own, socketPath: join(dir, 'agent.sock'), group });
  return { group, doors };
}

describe('the socket of a group', () => {
  test('stands beside the data directory, for its owner and the group alone', async () => {
    const { group } = await openGroup();
    expect(group.path).toBe(join(dir, 'data-group', 'agent.sock'));
    expect(door?.group).toBe(group.path);
    const [place, socket] = [lstatSync(dirname(group.path)), lstatSync(group.path)];
    expect([place.mode & 0o777, place.gid, socket.mode & 0o777, socket.gid]).toEqual([0o710, gid, 0o660, gid]);
  });

  test('asks for bots that were made for it, and the other socket for those of its own', async () => {
    const { group, doors } = await openGroup();
    const headers = { Authorization: `Bearer ${socketToken}` };
    for (const socketPath of [group.path, join(dir, 'agent.sock')])
      expect((await ask({ socketPath }, { path: '/v1/me', headers })).status).toBe(200);
    expect(doors).toEqual(['group', 'socket']);
  });

  test('goes away with the agent, and stands again after it', async () => {
    const { group } = await openGroup();
    await door?.close();
    expect(lstatSync(group.path, { throwIfNoEntry: false })).toBeUndefined();
    await openGroup();
  });

  test.runIf(isRoot)('lets another user of the group in, and nobody else (needs root)', async () => {
    const { group } = await openGroup();
    chmodSync(dir, 0o711);
    const code = `require('node:http').get({ socketPath: ${JSON.stringify(group.path)}, path: '/v1/health' }, (r) => process.stdout.write(String(r.statusCode), () => process.exit())).on('error', (e) => process.stdout.write(e.code))`;
    const asUser = async (of: number) =>
      (await promisify(execFile)(process.execPath, ['-e', code], { uid: 65_533, gid: of, cwd: '/', env: {} })).stdout;
    expect([await asUser(gid), await asUser(65_533)]).toEqual(['200', 'EACCES']);
  });

  test('is not made in a place that is not ours, for no group, or with a path that is too long', () => {
    mkdirSync(join(dir, 'elsewhere'));
    symlinkSync(join(dir, 'elsewhere'), join(dir, 'data-group'));
    const code = (what: () => unknown) => {
      try {
        what();
        return 'done';
      } catch (fault) {
        return Object(fault).code;
      }
    };
    expect(code(() => ensureGroupDir(groupSocketOf(join(dir, 'data'), String(gid))))).toBe('INPUT_INVALID');
    expect(code(() => groupSocketOf(dir, 'no such group'))).toBe('INPUT_INVALID');
    expect(code(() => groupSocketOf(join(dir, 'x'.repeat(100)), String(gid)))).toBe('INPUT_INVALID');
  });
});
