import { describe, expect, test } from 'vitest';
import { blocksOf, fits, noteOf, typedIn } from './pages.ts';

describe('what a page shows', () => {
  test.each([
    [['Added grid-1 (bot_…).'], 'Added grid-1 (bot_abc).\n', true],
    [['Added grid-1 (bot_…).'], 'Added grid-2 (bot_abc).\n', false],
    [['a', '…', 'z'], 'a\nz\n', true],
    [['a', '…', 'z'], 'a\nb\nc\nz\n', true],
    [['a', '…'], 'b\n', false],
    [['…'], '', true],
    [['KEY  BOT'], 'KEY      BOT\n', true],
    [['KEY  BOT'], 'KEY BOT\n', false],
    [['(.*)'], 'anything\n', false],
    [[], '', true],
    [[], 'a warning\n', false],
  ])('%j against %j: %s', (shown, printed, isSo) => expect(fits(shown, printed)).toBe(isSo));
});

describe('a page', () => {
  test('has blocks with the comments above them, indented in a list, too', () => {
    const [first, second] = blocksOf('<!-- file: a.json -->\n```json\n{}\n```\n\n   ```sh\n   ls\n   ```\n');
    expect(first).toMatchObject({ at: 2, language: 'json', lines: ['{}'], notes: ['file: a.json'] });
    expect(second).toMatchObject({ language: 'sh', lines: ['ls'], notes: [] });
    expect(first && noteOf(first, 'file')).toBe('a.json');
  });

  test('with a comment that belongs to nothing, or a block without an end, is refused', () => {
    expect(() => blocksOf('<!-- hidden: ls -->\nText.\n')).toThrow('line 2');
    expect(() => blocksOf('<!-- not run: never -->\n')).toThrow('above no block');
    expect(() => blocksOf('```sh\nls\n')).toThrow('line 1');
  });

  test('has commands that go on after a backslash, each with what it prints', () => {
    expect(typedIn({ lines: ['$ a \\', '  b', 'out', '$ c'] })).toEqual([
      { command: 'a \\\n  b', shown: ['out'] },
      { command: 'c', shown: [] },
    ]);
    expect(() => typedIn({ lines: ['out'] })).toThrow('begins with a command');
  });
});
