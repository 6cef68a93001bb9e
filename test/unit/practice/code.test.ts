import { expect, test } from 'vitest';
import { codeAt, readBase32, stepOf, stepOfCode, writeBase32 } from '../../../electron/practice/code.ts';

// RFC 6238, appendix B: the secret is this text, repeated to 20, 32 and 64 bytes.
const secretOf = (length: number): Buffer => Buffer.from('1234567890'.repeat(7).slice(0, length));
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

test("the practice exchange's codes are those of RFC 6238, appendix B", () => {
  for (const [sec, sha1, sha256, sha512] of vectors) {
    const step = stepOf(sec * 1000);
    expect(codeAt(secretOf(20), step, 8)).toBe(sha1);
    expect(codeAt(secretOf(32), step, 8, 'sha256')).toBe(sha256);
    expect(codeAt(secretOf(64), step, 8, 'sha512')).toBe(sha512);
  }
});

test("the practice exchange's codes are those of RFC 4226, appendix D", () => {
  const wanted = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
  expect(wanted.map((_, counter) => codeAt(secretOf(20), counter))).toEqual(wanted);
});

test('the practice exchange finds the step of a code one early or late, and no further', () => {
  const timeMs = 1_234_567_890_000;
  const now = stepOf(timeMs);
  const stepOfCodeAt = (step: number) => stepOfCode(secretOf(20), codeAt(secretOf(20), step), timeMs);
  expect([now - 2, now - 1, now, now + 1, now + 2].map(stepOfCodeAt)).toEqual([
    undefined,
    now - 1,
    now,
    now + 1,
    undefined,
  ]);
});

test("the practice exchange's base32 is that of RFC 4648", () => {
  const pairs = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
  for (const [text, encoded] of Object.entries(pairs)) {
    expect(writeBase32(Buffer.from(text))).toBe(encoded);
    expect(Buffer.from(readBase32(encoded)).toString()).toBe(text);
  }
  expect(() => readBase32('M!')).toThrow(TypeError);
});
