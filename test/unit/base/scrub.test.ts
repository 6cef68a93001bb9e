import { expect, test } from 'vitest';
import { makeScrubber } from '../../../electron/base/scrub.ts';
import { Secret } from '../../../electron/base/secret.ts';

const plain = 'pa"ss/wörd +1\\2';
const bytes = Buffer.from(plain);
const inside = Buffer.from('0123456789abcdef0123456789abcdef!?>~');
const keyText = inside.toString('base64');

const percentAll = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const forms: [string, string][] = [
  ['raw', plain],
  ['base64', bytes.toString('base64')],
  ['base64url', bytes.toString('base64url')],
  ['percent-encoded base64', encodeURIComponent(bytes.toString('base64'))],
  ['hex', bytes.toString('hex')],
  ['upper-case hex', bytes.toString('hex').toUpperCase()],
  ['percent-encoded', encodeURIComponent(plain)],
  ['percent-encoded in lower case', encodeURIComponent(plain).replaceAll(/%../g, (octet) => octet.toLowerCase())],
  ['percent-encoded whole', percentAll(plain)],
  ['form-encoded', encodeURIComponent(plain).replaceAll('%20', '+')],
  ['JSON', JSON.stringify(plain)],
  ['JSON in JSON', JSON.stringify(JSON.stringify(plain))],
];

test.each(forms)('a secret written as %s is hidden, and the rest stays', (_form, written) => {
  const scrubber = makeScrubber([Secret.ofText(plain)]);
  const shown = scrubber.scrub(`before <${written}> and <${written}> after ü`);
  expect(shown).toContain('[hidden]');
  expect(shown).not.toContain(written.slice(1, -1));
  expect(shown.startsWith('before <') && shown.endsWith('> after ü')).toBe(true);
});

test('the bytes inside a base64 secret are hidden in hex and base64url too', () => {
  const scrubber = makeScrubber([Secret.ofText(keyText)]);
  for (const written of [keyText, inside.toString('hex'), inside.toString('base64url')]) {
    expect(scrubber.scrub(`x:${written}:y`)).toBe('x:[hidden]:y');
  }
});

test('a secret that holds another is hidden as a whole', () => {
  const scrubber = makeScrubber([Secret.ofText('abcd'), Secret.ofText('abcdefgh')]);
  expect(scrubber.scrub('abcdefgh abcd')).toBe('[hidden] [hidden]');
});

test('a text without secrets comes back as it is, and a tiny secret hides nothing', () => {
  expect(makeScrubber([Secret.ofText('12')]).scrub('12 o’clock \ud800')).toBe('12 o’clock \ud800');
});

test('a wiped scrubber has forgotten its secrets, and the secrets of the caller are untouched', () => {
  const secret = Secret.ofText('hunter2');
  const scrubber = makeScrubber([secret]);
  scrubber.wipe();
  expect(scrubber.scrub('hunter2')).toBe('hunter2');
  expect(secret.useText((text) => text)).toBe('hunter2');
});
