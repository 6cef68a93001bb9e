/** `npm run prove:clients`: the agent killed many times under bots of the SDKs, which the tests do once. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const env = { ...process.env, PROVE_RUNS: '1' };
const { status } = spawnSync(process.execPath, [...vitest, 'test/clients/killed'], {
  cwd: root,
  stdio: 'inherit',
  env,
});
process.exitCode = status ?? 1;
