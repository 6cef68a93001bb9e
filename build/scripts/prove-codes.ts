/** `npm run prove:codes`: what the tests show of codes on few cases, shown on many. It takes some minutes. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = [
  'test/unit/otp/agreement.test.ts',
  'test/unit/otp/drift.test.ts',
  'test/unit/agent/concurrency.test.ts',
  'test/fuzz/imports.test.ts',
];
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const env = { ...process.env, PROVE_RUNS: '1000000', PROVE_CALLS: '50000', FUZZ_RUNS: '50000' };
const { status } = spawnSync(process.execPath, [...vitest, ...tests], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
