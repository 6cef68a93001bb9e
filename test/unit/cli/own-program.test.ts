import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ownProgram } from '../../../electron/cli/system-io.ts';

const versions = process.versions;
const underElectron = { ...versions, electron: '45.4.1' };

test('a service of a checkout or of the headless package starts Node with its script', () => {
  const program = ownProgram({
    execPath: '/usr/bin/node',
    argv: ['node', 'bin/keybearer.mjs', 'status'],
    env: {},
    versions,
  });
  expect(program).toEqual(['/usr/bin/node', resolve('bin/keybearer.mjs')]);
});

test('a service of the desktop app starts the app as the terminal', () => {
  const execPath = '/opt/Keybearer/keybearer';
  expect(ownProgram({ execPath, argv: [execPath, 'keybearer'], env: {}, versions: underElectron })).toEqual([
    execPath,
    '--cli',
  ]);
});

test('a service of an AppImage starts the file itself, since its directory goes with it', () => {
  const env = { APPIMAGE: '/home/ada/Keybearer.AppImage' };
  const execPath = '/tmp/.mount_Keyb/keybearer';
  expect(ownProgram({ execPath, argv: [execPath], env, versions: underElectron })).toEqual([env.APPIMAGE, '--cli']);
});
