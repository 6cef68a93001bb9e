import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeAgent } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';
import { errorOf } from './fixture.ts';

let home: string;
let passphrase: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kb-service-'));
  passphrase = join(home, 'pass phrase');
  writeFileSync(passphrase, 'the right one\n', { mode: 0o600 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const program = ['/usr/bin/node', '/opt/keybearer/cli.ts'];
const run = (words: readonly string[], io: FakeIoOptions = {}, agent = fakeAgent('sealed')) =>
  runWith(agent, ['service', ...words], { self: { platform: 'linux', home, program }, ...io });
const onMac = { self: { platform: 'darwin' as const, home: '', program } };
const unitPath = () => join(home, '.config/systemd/user/keybearer.service');
const mac = (): FakeIoOptions => ({ self: { ...onMac.self, home } });
const plistPath = () => join(home, 'Library/LaunchAgents/keybearer.agent.plist');

describe('service install', () => {
  test('writes a systemd unit of the user, with the command as it was started, and says how to turn it on', async () => {
    const ran = await run(['install', '--json']);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(ran.out)).toEqual({
      path: unitPath(),
      commands: ['systemctl --user daemon-reload && systemctl --user enable --now keybearer', 'loginctl enable-linger'],
      changed: true,
    });
    expect(readFileSync(unitPath(), 'utf8')).toContain(
      '\nExecStart=:/usr/bin/node /opt/keybearer/cli.ts agent --data /nowhere\n',
    );
    expect(statSync(unitPath()).mode & 0o777).toBe(0o644);
    expect(readdirSync(dirname(unitPath()))).toEqual(['keybearer.service']);
  });

  test('keeps to XDG_CONFIG_HOME, where that is a whole path', async () => {
    const pathWith = async (config: string) =>
      JSON.parse((await run(['install', '--json'], { env: { XDG_CONFIG_HOME: config } })).out).path;
    expect(await pathWith(join(home, 'cfg'))).toBe(join(home, 'cfg/systemd/user/keybearer.service'));
    expect(await pathWith('cfg')).toBe(unitPath());
  });

  test('lets the service open the vault by a credential where a passphrase file is named; else says that it starts sealed', async () => {
    const opened = await run(['install', '--passphrase-file', passphrase, '--http', '8700']);
    expect(opened.out).toContain(`the passphrase in ${passphrase}`);
    const text = readFileSync(unitPath(), 'utf8');
    expect(text).toContain(`\nLoadCredential=passphrase:${passphrase}\n`);
    expect(text).toContain('--data /nowhere --http 8700\n');
    expect(text).not.toContain('--passphrase-file');
    const sealed = await run(['install', '--yes']);
    expect(sealed.out).toContain('keybearer unseal');
    expect(readFileSync(unitPath(), 'utf8')).not.toContain('LoadCredential');
  });

  test('never writes the passphrase anywhere', async () => {
    const ran = await run(['install', '--passphrase-file', passphrase]);
    expect(ran.out + ran.err + readFileSync(unitPath(), 'utf8')).not.toContain('the right one');
  });

  test('refuses a passphrase file that no start could use, and warns of one that others may read', async () => {
    const empty = join(home, 'empty');
    writeFileSync(empty, '');
    for (const file of [empty, join(home, 'absent'), home]) {
      const ran = await run(['install', '--passphrase-file', file]);
      expect(errorOf(ran.err)).toBe('INPUT_INVALID');
      expect(existsSync(unitPath())).toBe(false);
    }
    const open = join(home, 'open');
    writeFileSync(open, 'x', { mode: 0o644 });
    expect((await run(['install', '--passphrase-file', open])).err).toContain(`warning: ${open} is open`);
  });

  test('done again is no change; a file that differs is replaced only by a yes', async () => {
    await run(['install']);
    const again = await run(['install', '--json']);
    expect(JSON.parse(again.out).changed).toBe(false);
    expect((await run(['install'])).out).toMatch(/^Already installed: /);

    writeFileSync(unitPath(), '[Service]\nExecStart=/bin/mine\n');
    for (const io of [{}, { typed: ['n'] }, { typed: [''] }]) {
      expect(errorOf((await run(['install'], io)).err)).toBe('CONFIRMATION_NEEDED');
      expect(readFileSync(unitPath(), 'utf8')).toContain('/bin/mine');
    }
    const replaced = await run(['install'], { typed: ['y'] });
    expect(replaced.out).toMatch(/^Replaced: .*systemctl --user restart keybearer/s);
    expect(readFileSync(unitPath(), 'utf8')).not.toContain('/bin/mine');
  });

  test('with --print writes nothing and prints the file', async () => {
    const printed = await run(['install', '--print']);
    expect(printed.out).toMatch(
      /^# Made by "keybearer service install"\.\n.*\n\[Install\]\nWantedBy=default\.target\n$/s,
    );
    const json = JSON.parse((await run(['install', '--print', '--json'])).out);
    expect(json).toMatchObject({ path: unitPath(), changed: false, text: printed.out });
    expect(readdirSync(home)).toEqual(['pass phrase']);
  });

  test('warns where there is no vault that the service could serve', async () => {
    const ran = await run(['install'], {}, fakeAgent('missing'));
    expect(ran).toMatchObject({ exit: 0, err: expect.stringContaining('keybearer init') });
  });

  test('is an error in a sentence where there is neither systemd nor launchd', async () => {
    for (const word of ['install', 'uninstall'])
      for (const platform of ['win32', 'freebsd'] as const) {
        const ran = await run([word], { self: { platform, home, program } });
        expect(errorOf(ran.err)).toBe('INPUT_INVALID');
        expect(ran.err).toContain('systemd');
      }
  });

  test('on macOS writes a launchd agent', async () => {
    const ran = await run(['install', '--json', '--passphrase-file', passphrase], mac());
    expect(JSON.parse(ran.out)).toEqual({
      path: plistPath(),
      commands: [`launchctl bootstrap gui/$(id -u) '${plistPath()}'`],
      changed: true,
    });
    const words = [...readFileSync(plistPath(), 'utf8').matchAll(/^ {4}<string>(.*)<\/string>$/gm)].map(
      ([, word]) => word,
    );
    expect(words).toEqual([...program, 'agent', '--data', '/nowhere', '--passphrase-file', passphrase]);
  });
});

describe('service uninstall', () => {
  test('undoes it: the file goes, and the link that systemctl made; nothing else does', async () => {
    await run(['install']);
    const wants = join(dirname(unitPath()), 'default.target.wants');
    mkdirSync(wants);
    symlinkSync(unitPath(), join(wants, 'keybearer.service'));
    writeFileSync(join(wants, 'other.service'), '');
    const ran = await run(['uninstall', '--json']);
    expect(JSON.parse(ran.out)).toEqual({
      path: unitPath(),
      commands: ['systemctl --user stop keybearer && systemctl --user daemon-reload'],
      changed: true,
    });
    expect(existsSync(unitPath())).toBe(false);
    expect(readdirSync(wants)).toEqual(['other.service']);
  });

  test('without anything to undo says so', async () => {
    expect(await run(['uninstall'])).toMatchObject({ exit: 0, out: expect.stringMatching(/^Nothing to remove: /) });
    expect(JSON.parse((await run(['uninstall', '--json'])).out).changed).toBe(false);
  });

  test('leaves a file that it has not made, but for a yes', async () => {
    mkdirSync(dirname(unitPath()), { recursive: true });
    writeFileSync(unitPath(), '[Service]\nExecStart=/bin/mine\n');
    expect(errorOf((await run(['uninstall'])).err)).toBe('CONFIRMATION_NEEDED');
    expect(existsSync(unitPath())).toBe(true);
    expect((await run(['uninstall', '--yes'])).exit).toBe(0);
    expect(existsSync(unitPath())).toBe(false);
  });

  test('on macOS takes the launchd agent away', async () => {
    await run(['install'], mac());
    const ran = await run(['uninstall', '--json'], mac());
    expect(JSON.parse(ran.out)).toMatchObject({
      commands: ['launchctl bootout gui/$(id -u)/keybearer.agent'],
      changed: true,
    });
    expect(existsSync(plistPath())).toBe(false);
  });
});
