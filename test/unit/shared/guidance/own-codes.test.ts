import { expect, it } from 'vitest';
import { errors } from '../../../../shared/errors.ts';
import { ownCauseIn } from '../../../../shared/guidance/own-codes.ts';

it.each(Object.keys(errors))('%s is explained, also out of the middle of a sentence', (code) => {
  const cause = ownCauseIn(`error ${code}: something.`);
  expect(cause).toMatchObject({ id: code, likelihood: 1 });
  expect(cause?.check.length).toBeGreaterThan(20);
});

it.each(['EAPI:Invalid signature', 'NO_SUCH_CODE', 'a word', '', 'circuit_open'])('%s is none of ours', (text) => {
  expect(ownCauseIn(text)).toBeUndefined();
});
