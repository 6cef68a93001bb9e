import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AutoStartDeps,
  autostartFile,
  entryOf,
  refreshAutostart,
  setOpenAtLogin,
} from '../../../../electron/doors/window/auto-start.ts';

let config: string;
let asked: unknown[];
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'keybearer-autostart-'));
  asked = [];
});
afterEach(() => rmSync(config, { recursive: true }));

const deps = (platform: NodeJS.Platform, command = ['/opt/keybearer', '--data', '/d']): AutoStartDeps => ({
  ...{ platform, command, env: { XDG_CONFIG_HOME: config } },
  app: { setLoginItemSettings: (settings) => asked.push(settings) },
});
const file = () => join(config, 'autostart/keybearer.desktop');

describe('on Linux', () => {
  it('a file of ours is written, and removed again', () => {
    setOpenAtLogin(true, deps('linux'));
    const text = readFileSync(file(), 'utf8');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Keybearer\n/);
    expect(text).toContain('\nExec="/opt/keybearer" "--data" "/d" "--hidden"\n');
    setOpenAtLogin(false, deps('linux'));
    expect(existsSync(file())).toBe(false);
    setOpenAtLogin(false, deps('linux'));
    expect(asked).toEqual([]);
  });

  it('an app that has moved is started from where it is; a file that the user took away stays away', () => {
    setOpenAtLogin(true, deps('linux', ['/old/keybearer']));
    refreshAutostart(deps('linux', ['/new/keybearer']));
    expect(readFileSync(file(), 'utf8')).toContain('"/new/keybearer"');
    rmSync(file());
    refreshAutostart(deps('linux'));
    expect(existsSync(file())).toBe(false);
  });

  it('a file that is a directory says so instead of being passed over', () => {
    writeFileSync(join(config, 'autostart'), '');
    expect(() => setOpenAtLogin(true, deps('linux'))).toThrow(/EEXIST|ENOTDIR/);
  });

  it('what a shell or the format would read as its own is quoted', () => {
    const exec = entryOf(['/a b/k"b', '$HOME`x`', '50%', 'c:\\x'])
      .split('\n')
      .find((line) => line.startsWith('Exec='));
    expect(exec).toBe('Exec="/a b/k\\\\"b" "\\\\$HOME\\\\`x\\\\`" "50%%" "c:\\\\\\\\x" "--hidden"');
  });

  it('the directory is XDG_CONFIG_HOME where that is a whole path, else ~/.config', () => {
    expect(autostartFile({ env: { XDG_CONFIG_HOME: 'relative', HOME: '/home/a' } })).toBe(
      '/home/a/.config/autostart/keybearer.desktop',
    );
  });
});

it('macOS and Windows are asked for it by their own lists', () => {
  setOpenAtLogin(true, deps('darwin'));
  setOpenAtLogin(true, deps('win32'));
  setOpenAtLogin(false, deps('win32'));
  const path = '/opt/keybearer';
  const args = ['--data', '/d', '--hidden'];
  expect(asked).toEqual([{ openAtLogin: true }, { openAtLogin: true, path, args }, { openAtLogin: false, path, args }]);
  expect(existsSync(file())).toBe(false);
});
