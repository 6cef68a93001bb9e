/** `npm run prove:streams`: what the tests show of streams in seconds, shown for a minute. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const env = { ...process.env, PROVE_SECONDS: '60' };
const args = [...vitest, 'test/load/streams.test.ts'];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
