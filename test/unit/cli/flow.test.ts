import { describe, expect, test } from 'vitest';
import { commands } from '../../../electron/cli/catalogue.ts';
import { flow } from '../../../electron/cli/flow.ts';
import { helpOf } from '../../../electron/cli/help.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';

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

describe('an error', () => {
  const explained = async (io: FakeIoOptions) => (await runWith(fakeAgent('sealed'), ['key', 'list'], io)).err;

  test('is filled on a terminal, at its indent', async () => {
    const lines = (await explained({ isErrTerminal: true, columns: 40 })).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.startsWith('  ')).length).toBeGreaterThan(1);
  });

  test('is one line a thing for a program, however long', async () => {
    const lines = (await explained({ isErrTerminal: false, columns: 40 })).trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 7))).toEqual(['error V', '  Open ']);
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

  test('of everything names each command once, in a group', () => {
    const lines = linesOf(helpOf([], on(200)));
    for (const { words } of commands) {
      const name = words.join(' ');
      const found = lines.filter((line) => line.startsWith(`  ${name}  `) || line.startsWith(`  ${name} `));
      const longer = commands.filter((one) => one.words.join(' ').startsWith(`${name} `)).length;
      expect(found, name).toHaveLength(1 + longer);
    }
  });
});
