import { expect, test } from 'vitest';
import { makeScrubber } from '../../../electron/base/scrub.ts';
import { Secret } from '../../../electron/base/secret.ts';

const plain = 'pa"ss/wörd +1\\2';
const bytes = Buffer.from(plain);
const inside = Buffer.from('0123456789abcdef0123456789abcdef!?>~');
const keyText = inside.toString('base64');

const percentAll = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
/** Base64 of a longer text in which the secret stands, without the ends that depend on its neighbours. */
const within = (before: string) => {
  const text = Buffer.from(`${before}${plain}~~~`).toString('base64');
  return text.slice(Math.ceil((before.length * 4) / 3), Math.floor(((before.length + bytes.length) * 4) / 3));
};
const unicode = (text: string) =>
  text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const forms: [string, string][] = [
  ['raw', plain],
  ['raw, backwards', plain.split('').reverse().join('')],
  ['base64', bytes.toString('base64')],
  ['base64 without padding', bytes.toString('base64').replace(/=+$/, '')],
  ['base64 at the start of more', within('')],
  ['base64 one byte into more', within('x')],
  ['base64 two bytes into more', within('xy')],
  ['base64 far into more', within('wxyz')],
  ['base64url two bytes into more', within('xy').replaceAll('+', '-').replaceAll('/', '_')],
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
  ['JSON in ASCII', JSON.stringify(plain).replaceAll(/[^ -~]/g, unicode)],
  ['JSON with every character escaped', unicode(plain)],
  ['the same in capitals', unicode(plain).replaceAll(/[a-f]/g, (digit) => digit.toUpperCase())],
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

test('secrets that overlap are hidden together, whichever begins first', () => {
  const scrubber = makeScrubber([Secret.ofText('xxabcd'), Secret.ofText('abcdefgh')]);
  expect(scrubber.scrub('1xxabcdefgh2 abcdabcdefgh')).toBe('1[hidden]2 abcd[hidden]');
});

test('a text is read once, however many secrets there are', () => {
  const secrets = Array.from({ length: 1000 }, (_, n) => Secret.ofText(`${n * 7919}: one secret of a thousand`));
  const scrubber = makeScrubber(secrets);
  const text = 'EOrder:Insufficient funds for secrets '.repeat(1000);
  const started = performance.now();
  expect(scrubber.scrub(text)).toBe(text);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(scrubber.scrub(`the ${999 * 7919}: one secret of a thousand.`)).toBe('the [hidden].');
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
