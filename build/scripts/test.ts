/** `npm test`: everything that can be tested on this machine, with its own set-up. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildAll } from './bundle.ts';
import { getPython } from './python.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = { unit: `${root}out/test-unit.json`, e2e: `${root}out/test-e2e.json` };

/** Every thread of an agent's would else strip the types of its sources anew, which takes longer than its work. */
const cache = { NODE_COMPILE_CACHE: `${root}out/compile-cache` };

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean =>
  spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...cache, ...env } })
    .status === 0;

interface UnitResults {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
}

interface E2eResults {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

const read = <T>(path: string): T | undefined =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;

mkdirSync(`${root}out`, { recursive: true });
for (const path of Object.values(results)) rmSync(path, { force: true });

await getPython();
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
await buildAll();
const unitOk = run([...vitest, '--reporter=default', '--reporter=json', `--outputFile.json=${results.unit}`], {
  KEYBEARER_PROGRAM: `${root}out/main/cli.mjs`,
});
const e2eOk = run(['build/scripts/e2e.ts'], { PLAYWRIGHT_JSON_OUTPUT_NAME: results.e2e });

const unit = read<UnitResults>(results.unit);
const e2e = read<E2eResults>(results.e2e);
const passed = (unit?.numPassedTests ?? 0) + (e2e?.stats.expected ?? 0);
const failed = (unit?.numFailedTests ?? 0) + (e2e?.stats.unexpected ?? 0) + (e2e?.stats.flaky ?? 0);
const whole = unitOk && e2eOk && unit !== undefined && e2e !== undefined;
process.stdout.write(`\n${passed} passed, ${whole ? failed : Math.max(1, failed)} failed\n`);
process.exitCode = whole && failed === 0 ? 0 : 1;
