/** `npm run prove:log`: what the tests show of the call log on few cases, shown on many. It takes about half an hour. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = [
  'test/unit/calllog/edits.test.ts',
  'test/unit/calllog/killed.test.ts',
  'test/unit/calllog/secrets.test.ts',
];
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'build/vitest.config.ts'];
const env = { ...process.env, PROVE_EDITS: '1000', PROVE_KILLS: '300' };
const { status } = spawnSync(process.execPath, [...vitest, ...tests], { cwd: root, stdio: 'inherit', env });
process.exitCode = status ?? 1;
