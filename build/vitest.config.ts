import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['test/{unit,rules,scripts,fuzz,crash,secrets,load,cli,docs,clients}/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // More than cores: many tests wait for processes and timers.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--import', new URL('../test/guard/boringssl.mjs', import.meta.url).href],
  },
});
