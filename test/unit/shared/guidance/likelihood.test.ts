import { expect, test } from 'vitest';
import { causes } from '../../../../shared/guidance/causes.ts';
import { besideLikelihood, likelihoodOf } from '../../../../shared/guidance/likelihood.ts';

test.each([
  [1, 'likely'],
  [0.5, 'likely'],
  [0.49, 'possible'],
  [0.2, 'possible'],
  [0.19, 'lessLikely'],
  [0.01, 'lessLikely'],
])('%f is %s', (likelihood, word) => {
  expect(likelihoodOf(likelihood)).toBe(word);
});

test('every cause says likely once where it stands alone, and not beside the word', () => {
  for (const [id, { text }] of Object.entries(causes)) {
    if (id === 'unknown') continue;
    expect(text.match(/ likely /g), id).toHaveLength(1);
    expect(besideLikelihood(text), id).not.toContain('likely');
  }
});
