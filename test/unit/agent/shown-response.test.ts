import { expect, test } from 'vitest';
import { shownResponse } from '../../../electron/agent/log-fields.ts';
import { makeScrubber } from '../../../electron/base/scrub.ts';
import { Secret } from '../../../electron/base/secret.ts';

const secret = 'a-secret-that-an-exchange-repeats';
const { scrub } = makeScrubber([Secret.ofText(secret)]);
const shown = (body: string | undefined, code?: string) =>
  shownResponse({ key: { exchange: 'kraken' }, scrub }, 'privatePostBalance', body, code);

test('an answer that repeats the one-time code is kept without it', () => {
  expect(shown('{"error":["EAPI:Invalid code 123456"]}', '123456')).toEqual({ error: ['EAPI:Invalid code [hidden]'] });
});

test('an answer that repeats a secret is kept without it, also where only half of it would be kept', () => {
  const long = `${'x'.repeat(290)}${secret}`;
  expect(JSON.stringify(shown(JSON.stringify({ error: [secret, long], [secret]: 1 })))).not.toContain('a-secret');
});

test('a request that had no answer shows none', () => {
  expect(shown(undefined)).toBeUndefined();
});
