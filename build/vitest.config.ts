import { defineConfig } from 'vitest/config';

/** What changes the process around it: its arguments, environment or signals; or the time that ccxt takes hold of once. */
const alone = [
  'test/unit/cli/**/*.test.ts',
  'test/unit/agent/once-per-step.test.ts',
  'test/unit/exchange/withdrawal-codes.test.ts',
  'test/{rules,scripts,fuzz,crash,secrets,load,cli,docs,clients}/**/*.test.ts',
];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    environment: 'node',
    pool: 'forks',
    // More than cores: many tests wait for processes and timers.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--import', new URL('../test/guard/boringssl.mjs', import.meta.url).href],
    projects: [
      // One process for many files: to begin one and to load what is tested takes longer than most of them.
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: alone, isolate: false } },
      { extends: true, test: { name: 'whole', include: alone } },
    ],
  },
});
