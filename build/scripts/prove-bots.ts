/** `npm run prove:bots`: what the tests show of many bots on few cases, shown on many. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = [
  'test/load/many-bots.test.ts',
  'test/load/lost-replies.test.ts',
  'test/cli/killed.test.ts',
  'test/cli/four-processes.test.ts',
  'test/unit/policy/product.test.ts',
  'test/unit/policy/overrides.test.ts',
  'test/unit/agent/limits-model.test.ts',
  'test/unit/agent/concurrency.test.ts',
  'test/unit/agent/money-limits.test.ts',
];
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const env = { ...process.env, PROVE_SECONDS: '60', PROVE_CALLS: '50000', PROVE_ORDERS: '1000', PROVE_RUNS: '10000' };
const { status } = spawnSync(process.execPath, [...vitest, ...tests], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
