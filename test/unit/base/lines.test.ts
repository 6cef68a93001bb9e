import { expect, test } from 'vitest';
import { lineReader } from '../../../electron/base/lines.ts';

test('lines come out whole, however the bytes were cut', () => {
  const text = 'eins\nzwei €\n\ndrei';
  for (let size = 1; size < 8; size++) {
    const reader = lineReader(100);
    const bytes = Buffer.from(text);
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)).lines);
    expect(lines).toEqual(['eins', 'zwei €', '']);
    expect(reader.rest()).toBe('drei');
  }
});

test('a line of exactly the limit passes, one byte more does not, ended or not', () => {
  expect(lineReader(4).push(Buffer.from('abcd\n'))).toEqual({ lines: ['abcd'], tooLong: false });
  expect(lineReader(4).push(Buffer.from('abcde\n')).tooLong).toBe(true);
  expect(lineReader(4).push(Buffer.from('ok\nabcde'))).toEqual({ lines: ['ok'], tooLong: true });
});
