import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Built } from '../../../../build/scripts/dist/check/built.ts';
import { lookInto, looksOf } from '../../../../build/scripts/dist/check/looks.ts';
import { mutate, mutations } from '../../../../build/scripts/dist/check/mutate.ts';
import { Tally } from '../../../../build/scripts/dist/check/tally.ts';
import { smallPackages } from './small.ts';

const dir = mkdtempSync(join(tmpdir(), 'keybearer-small-'));
let built: Built;

// dist:check runs on Linux alone; Windows has no modes to see that a program can be run.
const check = it.skipIf(process.platform === 'win32');

beforeAll(async () => {
  built = await smallPackages(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

check('packages as they should be pass every check', async () => {
  const tally = new Tally();
  await lookInto(tally, built);
  expect(tally.failures).toEqual([]);
  expect(tally.passed).toBeGreaterThan(300);
});

check('every look has mutations, and every mutation a look', () => {
  const looks = [...looksOf(built).keys()].filter((name) => !name.includes('arm64'));
  expect(new Set(mutations().map((mutation) => mutation.in))).toEqual(new Set(looks));
  const names = mutations().map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

/**
 * One way to spoil each claim, and of what several have, one's: `npm run dist:check -- --mutate` spoils all in every way, in the real
 * packages.
 */
const few = [...new Map(mutations(['linux-unpacked']).map((each) => [each.in + each.says.source, each])).values()].filter(
  (each) => !['linux-x64.zip', 'mac-x64.zip', 'latest-mac.yml'].includes(each.in),
);

check('a check notices whatever is spoilt, and says so', async () => {
  expect(few.length).toBeGreaterThan(100);
  const unnoticed: string[] = [];
  for (const mutation of few) {
    const found = await mutate(mutation, built);
    if (found !== undefined) unnoticed.push(`${mutation.name}: ${found}`);
  }
  expect(unnoticed).toEqual([]);
}, 120_000);
