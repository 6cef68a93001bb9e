import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dir = realpathSync(mkdtempSync(join(tmpdir(), 'keybearer-mac-')));
const bin = join(dir, "Ada's Apps/Keybearer.app/Contents/Resources/bin");
const script = join(bin, 'keybearer');

beforeAll(() => {
  for (const folder of [bin, join(bin, '../../MacOS'), join(dir, 'usr/bin'), join(dir, 'links'), join(dir, 'tools')])
    mkdirSync(folder, { recursive: true });
  copyFileSync(join(import.meta.dirname, '../../../build/mac/keybearer'), script);
  write(join(bin, '../../MacOS/Keybearer'), 'printf "%s|" "$0" "$@"');
  // As macOS 12.0 has it: a readlink without -f.
  write(join(dir, 'tools/readlink'), 'case $1 in -*) exit 1 ;; esac\nexec /usr/bin/readlink "$1"');
});
afterAll(() => rmSync(dir, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

function run(program: string, cwd = dir): string[] {
  // A CDPATH would make `cd` print, and go elsewhere.
  const env = { PATH: `${join(dir, 'tools')}:${join(dir, 'usr/bin')}:/usr/bin:/bin`, CDPATH: join(dir, 'links') };
  const { stdout, stderr } = spawnSync(program, ['key', 'list all'], { cwd, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('|').slice(0, -1);
}

const started = ['--cli', 'key', 'list all'];
const program = join(bin, '../MacOS/Keybearer').replace('/Resources/', '/');

// `sh` is dash on Debian and Ubuntu, bash on macOS. Windows has no .app.
describe.skipIf(process.platform === 'win32')(
  'the terminal of the Mac app starts the program that it lies beside',
  () => {
    const startsIt = (words: readonly string[]) => {
      expect(realpathSync(String(words[0]))).toBe(program);
      expect(words.slice(1)).toEqual(started);
    };

    it('by its own path', () => startsIt(run(script)));

    it('by an absolute link', () => {
      symlinkSync(script, join(dir, 'links/absolute'));
      startsIt(run(join(dir, 'links/absolute')));
    });

    it('by a chain of relative and absolute links, from another directory and by the PATH', () => {
      symlinkSync("../Ada's Apps/Keybearer.app/Contents/Resources/bin/keybearer", join(dir, 'links/relative'));
      symlinkSync(join(dir, 'links/relative'), join(dir, 'links/second'));
      symlinkSync('../../links/second', join(dir, 'usr/bin/keybearer'));
      startsIt(run(join(dir, 'usr/bin/keybearer'), '/'));
      startsIt(run('usr/bin/keybearer'));
      startsIt(run('keybearer', '/'));
    });

    it('by a link in a directory that is itself a link', () => {
      symlinkSync('usr/bin', join(dir, 'short'));
      startsIt(run(join(dir, 'short/keybearer'), '/'));
    });
  },
);
