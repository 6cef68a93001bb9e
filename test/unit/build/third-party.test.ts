import { expect, it } from 'vitest';
import { isAllowed } from '../../../build/scripts/dist/third-party.ts';

it.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['GPL-3.0 OR Apache-2.0', true],
  ['MIT AND BSD-3-Clause', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0 OR (MIT AND AGPL-3.0)', false],
  ['GPL-3.0', false],
  ['UNLICENSED', false],
  ['', false],
])('a part under %j may be in a release: %s', (licence, expected) => {
  expect(isAllowed(licence)).toBe(expected);
});
