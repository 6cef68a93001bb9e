import { describe, expect, test } from 'vitest';
import { commands } from '../../../electron/cli/catalogue.ts';
import { flow } from '../../../electron/cli/flow.ts';
import { helpOf } from '../../../electron/cli/help.ts';

const on = (columns: number) => ({ columns, hasColour: false });

describe('text on a terminal', () => {
  test('is filled anew, paragraph by paragraph, and no word is cut', () => {
    const text = 'one two three four five six\nseven eight nine ten eleven twelve\n\nthirteen\n';
    expect(flow(text, on(40))).toBe('one two three four five six seven eight\nnine ten eleven twelve\n\nthirteen\n');
  });

  test('keeps a row apart from the paragraph before it, and its text below its text', () => {
    const text = 'Takes:\n  --a F   one two three four five six seven\n          eight\n  --bee   nine\n';
    expect(flow(text, on(40))).toBe(
      'Takes:\n  --a F   one two three four five six\n          seven eight\n  --bee   nine\n',
    );
  });

  test('keeps a row without a name at its indent', () => {
    expect(flow('  aaaa bbbb cccc dddd eeee ffff gggg hhhh iiii\n', on(40))).toBe(
      '  aaaa bbbb cccc dddd eeee ffff gggg\n  hhhh iiii\n',
    );
  });

  test('has no word longer than the line broken', () => {
    const path = `/${'x'.repeat(60)}`;
    expect(flow(`a ${path} b`, on(40))).toBe(`a\n${path}\nb`);
  });
});

describe('the help', () => {
  /** The lines that are ours to fill; what follows `Example:` is shown as it is typed in. */
  const linesOf = (text: string) => (text.split('\nExample:\n')[0] ?? '').split('\n');

  test.each([...commands.map(({ words }) => words), [], ['key']].map((words) => [words]))(
    'of %j fits 80 columns',
    (words) => {
      for (const line of linesOf(helpOf(words, on(80)))) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  test('says the same at any width', () => {
    const wordsAt = (columns: number) => helpOf(['config', 'set'], on(columns)).split(/\s+/);
    expect(wordsAt(40)).toEqual(wordsAt(100));
  });
});
