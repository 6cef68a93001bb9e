import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  outputDir: '../../out/test-results',
  // More than cores, since they often wait. The specs of a file share one app and one Chromium, and go in order.
  workers: 3,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // The JSON goes where PLAYWRIGHT_JSON_OUTPUT_NAME says; `npm test` counts from it.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['list'], ['json']] : 'list',
  forbidOnly: Boolean(process.env['CI']),
});
