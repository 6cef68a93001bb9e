/** `npm run prove:resign`: re-signing by every endpoint and every kind of parameters, where the tests take a third. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const { status } = spawnSync(process.execPath, [...args, 'test/unit/exchange/resign', 'test/fuzz/resign.test.ts'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  env: { ...process.env, PROVE_RESIGN: 'all' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
