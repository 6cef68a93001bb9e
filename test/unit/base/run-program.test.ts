import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from '../../../electron/base/run-program.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-run-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('hands over arguments as they are, the text on standard input, and no secret of the environment', async () => {
  const out = join(dir, 'out.json');
  const script = join(dir, 'tell.mjs');
  writeFileSync(
    script,
    `import { readFileSync, writeFileSync } from 'node:fs';
     writeFileSync(process.argv[2], JSON.stringify({ args: process.argv.slice(3), input: readFileSync(0, 'utf8'), env: process.env }));`,
  );
  process.env['KEYBEARER_PASSPHRASE'] = 'planted-secret';
  const args = [out, '$HOME; echo x', '`id`'];
  expect(await runProgram([process.execPath, script, ...args], '{"event":"x"}\n')).toBeUndefined();
  delete process.env['KEYBEARER_PASSPHRASE'];
  const got = readFileSync(out, 'utf8');
  expect(JSON.parse(got)).toMatchObject({ args: ['$HOME; echo x', '`id`'], input: '{"event":"x"}\n' });
  expect(got).not.toContain('planted-secret');
});

it('says what went wrong', async () => {
  expect(await runProgram([join(dir, 'missing')], 'x')).toContain('ENOENT');
  expect(await runProgram([process.execPath, '-e', 'process.exit(3)'], 'x')).toBe('it ended with 3');
});
