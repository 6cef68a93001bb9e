import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  dataDirOf,
  defaultDataDir,
  ensureDataDir,
  ensurePrivateDir,
  ensureSocketDir,
  socketsOf,
} from '../../../electron/base/paths.ts';

let root: string;
const refused = expect.objectContaining({ code: 'INPUT_INVALID' });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kb-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the data directory', () => {
  const linux = (env: Record<string, string> = {}) => ({ env, platform: 'linux' as const });

  it.each([
    ['on Linux', linux(), join(homedir(), '.local/share/keybearer')],
    ['on Linux with a place for data', linux({ XDG_DATA_HOME: '/d' }), '/d/keybearer'],
    ['on Linux with an empty place', linux({ XDG_DATA_HOME: '' }), join(homedir(), '.local/share/keybearer')],
    ['on macOS', { env: {}, platform: 'darwin' as const }, join(homedir(), 'Library/Application Support/keybearer')],
  ])('has its place %s', (_, place, expected) => {
    expect(defaultDataDir(place)).toBe(expected);
  });

  it('is what the option says, else the variable, else the place', () => {
    const place = linux({ KEYBEARER_DATA: '/from/env' });
    expect(dataDirOf('/option', place)).toBe('/option');
    expect(dataDirOf(undefined, place)).toBe('/from/env');
    expect(dataDirOf(undefined, linux({ KEYBEARER_DATA: '', XDG_DATA_HOME: '/d' }))).toBe('/d/keybearer');
  });
});

describe('the sockets', () => {
  it('of the default directory lie in the runtime directory, of any other beside the data', () => {
    const place = { env: { XDG_RUNTIME_DIR: '/run/user/7', XDG_DATA_HOME: root }, platform: 'linux' as const };
    expect(socketsOf(join(root, 'keybearer'), place).bots).toBe('/run/user/7/keybearer/agent.sock');
    expect(socketsOf(root, place)).toEqual({
      dir: join(root, 'run'),
      bots: join(root, 'run', 'agent.sock'),
      control: join(root, 'run', 'control.sock'),
    });
  });

  it('of a long path lie elsewhere, short enough for a socket and the same each time', () => {
    const long = join(root, 'x'.repeat(60), 'y'.repeat(60));
    mkdirSync(long, { recursive: true });
    const place = { env: { XDG_RUNTIME_DIR: '/run/user/7' }, platform: 'linux' as const };
    const sockets = socketsOf(long, place);
    expect(sockets.dir).toMatch(/^\/run\/user\/7\/[0-9a-f]{16}$/);
    expect(Buffer.byteLength(sockets.control)).toBeLessThanOrEqual(103);
    expect(socketsOf(`${long}/../${'y'.repeat(60)}`, place)).toEqual(sockets);
  });
});

describe('the places of sockets', () => {
  const linux = (env: Record<string, string>) => ({ env, platform: 'linux' as const });

  it.each(['', 'relative/run'])('do not follow XDG_RUNTIME_DIR="%s"', (runtime) => {
    const long = join(root, 'x'.repeat(60), 'y'.repeat(60));
    mkdirSync(long, { recursive: true });
    expect(socketsOf(long, linux({ XDG_RUNTIME_DIR: runtime })).dir).toMatch(/^\/.*\/keybearer-\d+\/[0-9a-f]{16}$/);
  });

  it('fall through to the next where a path would be too long', () => {
    const place = linux({ XDG_RUNTIME_DIR: `/run/${'r'.repeat(100)}`, XDG_DATA_HOME: root });
    mkdirSync(join(root, 'keybearer'));
    expect(socketsOf(defaultDataDir(place), place).dir).toBe(join(root, 'keybearer', 'run'));
  });

  it('are refused where somebody else could swap the directory', () => {
    mkdirSync(join(root, 'open'));
    chmodSync(join(root, 'open'), 0o777);
    expect(() => ensureSocketDir(join(root, 'open', 'run'))).toThrow(refused);
    ensureSocketDir(join(root, 'closed', 'run'));
  });
});

describe('a private directory', () => {
  it('is made for the owner alone', () => {
    ensurePrivateDir(join(root, 'a', 'b'));
    expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700);
    ensurePrivateDir(join(root, 'a', 'b'));
  });

  it.each([0o750, 0o701, 0o777])('that is open to others (%o) is refused', (mode) => {
    chmodSync(root, mode);
    expect(() => ensurePrivateDir(root)).toThrow(refused);
    writeFileSync(join(root, 'something'), '');
    expect(() => ensureDataDir(root)).toThrow(refused);
  });

  it('of data that is open to others and empty is closed', () => {
    chmodSync(root, 0o755);
    ensureDataDir(root);
    expect(statSync(root).mode & 0o777).toBe(0o700);
  });

  it('that is a link to somewhere is refused', () => {
    mkdirSync(join(root, 'real'), { mode: 0o700 });
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(() => ensurePrivateDir(join(root, 'link'))).toThrow(refused);
  });

  it('that is a file cannot be had', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => ensurePrivateDir(join(root, 'file'))).toThrow(refused);
    expect(() => ensurePrivateDir(join(root, 'file', 'below'))).toThrow(refused);
  });
});
