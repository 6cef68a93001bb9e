import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'keybearer-bin-'));

beforeAll(() => {
  cpSync(join(import.meta.dirname, '../../../build/headless/bin'), join(dir, 'bin'), { recursive: true });
  mkdirSync(join(dir, 'main'));
  for (const name of ['node22', 'cli', 'demo'])
    writeFileSync(join(dir, 'main', `${name}.mjs`), `process.stdout.write('${name} ');\n`);
});
afterAll(() => rmSync(dir, { recursive: true }));

function run(program: string, version: string): { status: number | null; stdout: string; stderr: string } {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(versions)}`, join(dir, 'bin', program)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

it.each(['keybearer.mjs', 'keybearer-demo.mjs'])(
  '%s refuses an older Node in one sentence, and runs nothing',
  (name) => {
    for (const version of ['20.20.2', '22.17.1'])
      expect(run(name, version)).toEqual({
        ...{ status: 1, stdout: '' },
        stderr: `Keybearer needs Node 22.18 or later; this is ${version}.\n`,
      });
  },
);

it.each([
  ['keybearer.mjs', 'node22 cli '],
  ['keybearer-demo.mjs', 'node22 demo '],
])('%s starts on the oldest Node that is allowed, and on later ones', (name, stdout) => {
  for (const version of ['22.18.0', '24.21.0']) expect(run(name, version)).toEqual({ status: 0, stdout, stderr: '' });
});
