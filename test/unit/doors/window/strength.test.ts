import { expect, it } from 'vitest';
import { strengthOf } from '../../../../electron/doors/window/strength.ts';

it.each([
  ['password', 0],
  ['kraken2024', 1],
  ['seven calm otters count the tide', 4],
])('judges %j by how hard it is to guess', async (passphrase, score) => {
  const { score: given } = await strengthOf(passphrase);
  if (score === 4) expect(given).toBe(4);
  else expect(given).toBeLessThan(3);
});

it('says what is wrong with a common one, and never repeats it', async () => {
  const judged = await strengthOf('P@ssw0rd1984');
  expect(judged.warning).not.toBeNull();
  expect(judged.advice.length).toBeGreaterThan(0);
  expect(JSON.stringify(judged)).not.toContain('P@ssw0rd');
});

it('judges the longest that the contract takes', { timeout: 30_000 }, async () => {
  expect((await strengthOf('aB3$'.repeat(256))).score).toBeLessThanOrEqual(4);
  expect(
    (await strengthOf(Array.from({ length: 1024 }, (_, n) => String.fromCodePoint(33 + ((n * 31) % 90))).join('')))
      .score,
  ).toBe(4);
});
