/** `npm run prove:vault`: what the tests show of the vault on few cases, shown on many. It takes about five minutes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { showOtherProgram } from './prove/other-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is shown, where, and how the lines begin that its tests print. */
const proofs = [
  { name: 'vectors', files: ['test/unit/vault/vectors.test.ts'] },
  { name: 'mutations', files: ['test/fuzz/vault-mutations.test.ts', 'test/unit/vault/tamper.test.ts'] },
  { name: 'power', files: ['test/crash/vault-power.test.ts'] },
  { name: 'faults', files: ['test/crash/vault-faults.test.ts', 'test/crash/vault-full-disk.test.ts'] },
  { name: 'kills', files: ['test/crash/vault-killed.test.ts'] },
  { name: 'secrets', files: ['test/secrets/planted.test.ts'] },
] as const;

const lengths = { PROVE_MUTATIONS: '100000', PROVE_KILLS: '500', PROVE_FAULTS: 'all', PROVE_PASSES: '3' };

const Results = z.object({
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});
type Results = z.infer<typeof Results>;

/** Runs the tests; what they print goes to the terminal and is kept. */
async function runTests(report: string): Promise<{ status: number | null; out: string }> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const files = proofs.flatMap(({ files: some }) => some);
  // What the environment says already goes before, so that a part can be tried shorter or longer.
  const env = { ...lengths, ...process.env };
  const child = spawn(process.execPath, [...args, ...reporters, ...files], {
    ...{ cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] as const },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    process.stdout.write(text);
  });
  const [status] = await once(child, 'close');
  return { status, out };
}

/** One line a proof: how many tests passed, and their figures. */
function summaryOf({ name, files }: (typeof proofs)[number], { testResults }: Results, out: string): string {
  const tests = testResults
    .filter((result) => files.some((file) => relative(root, result.name) === file))
    .flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status !== 'passed').length;
  const said = out
    .split('\n')
    .filter((line) => line.startsWith(`${name}: `))
    .map((line) => line.slice(name.length + 2));
  const figures = name === 'power' || name === 'faults' ? [totalOf(name, said)] : said;
  const verdict =
    tests.length === 0
      ? 'NOT RUN'
      : failed > 0
        ? `FAILED ${failed} of ${tests.length} tests`
        : `${tests.length} tests passed`;
  return [`${name}: ${verdict}`, ...figures].join('; ');
}

/** The lines of many deeds in one. */
function totalOf(name: 'power' | 'faults', lines: readonly string[]): string {
  const sum = (pattern: RegExp) => lines.reduce((total, line) => total + Number(pattern.exec(line)?.[1] ?? 0), 0);
  if (name === 'faults')
    return `${sum(/(\d+) faults/)} faults at ${sum(/at (\d+) calls/)} calls of ${lines.length} deeds`;
  return `${sum(/(\d+) states after a cut/)} states after one cut and ${sum(/(\d+) after a second/)} after two, of ${lines.length} deeds with ${sum(/(\d+) calls/)} calls`;
}

const dir = mkdtempSync(join(tmpdir(), 'keybearer-prove-'));
try {
  const report = join(dir, 'results.json');
  const { status, out } = await runTests(report);
  const results = Results.parse(JSON.parse(readFileSync(report, 'utf8')));
  const others = showOtherProgram();
  const lines = [...proofs.map((proof) => summaryOf(proof, results, out)), ...others.map(({ line }) => line)];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  const isComplete = lines.every((line) => !line.includes(': NOT RUN'));
  process.exitCode = status === 0 && isComplete && others.every(({ isRight }) => isRight) ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
