import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../electron/cli/options.ts';
import { clean, facts, paragraph, table } from '../../../electron/cli/print.ts';
import { sinceOf } from '../../../electron/cli/since.ts';

const plain = { columns: undefined, hasColour: false };
const columns = [{ title: 'name' }, { title: 'title', shrinks: true }, { title: 'ms', align: 'right' }] as const;
const linesOf = (text: string) => text.trimEnd().split('\n');

describe('a table', () => {
  test('aligns its columns and leaves no blanks at line ends', () => {
    expect(
      linesOf(
        table(
          columns,
          [
            ['a', 'short', '1'],
            ['longer', '', '1000'],
          ],
          plain,
        ),
      ),
    ).toEqual(['NAME    TITLE    MS', 'a       short     1', 'longer         1000']);
  });

  test('fits the terminal by cutting what may be cut', () => {
    const rows = [['a'.repeat(10), 'x'.repeat(200), '12']];
    for (const line of linesOf(table(columns, rows, { columns: 40, hasColour: false })))
      expect(line.length).toBeLessThanOrEqual(40);
    expect(table(columns, rows, { columns: 40, hasColour: false })).toContain('…');
    expect(table(columns, rows, plain)).not.toContain('…');
  });

  test('aligns wide letters by the columns that they take', () => {
    const [, first, second] = linesOf(
      table(
        [{ title: 'a' }, { title: 'b' }],
        [
          ['鍵鍵', 'x'],
          ['abcd', 'x'],
        ],
        plain,
      ),
    );
    expect(first?.indexOf('x')).toBe(4);
    expect(second?.indexOf('x')).toBe(6);
  });

  test('has colours only where they are wanted, and they take no room', () => {
    const rows = [[{ text: 'ok', colour: 'green' as const }, 'next']];
    const two = [{ title: 'result' }, { title: 'then' }];
    expect(table(two, rows, plain)).not.toContain('\u001b');
    const coloured = table(two, rows, { columns: undefined, hasColour: true });
    expect(coloured).toContain('\u001b[32mok\u001b[0m      next');
  });

  test('keeps a row on its line, whatever others wrote', () => {
    expect(linesOf(table(columns, [['a\nb', 'c\u001b[31md\u0007', '1']], plain))).toHaveLength(2);
    expect(clean('a\r\nb\u001b]8;;http://x\u0007c\u202ed\u0000')).toBe('a bcd');
  });
});

describe('--since', () => {
  const nowMs = Date.parse('2026-11-22T12:00:00.000Z');

  test.each([
    ['15m', '2026-11-22T11:45:00.000Z'],
    ['2h', '2026-11-22T10:00:00.000Z'],
    ['7d', '2026-11-15T12:00:00.000Z'],
    ['2026-11-22T08:00:00Z', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T08:00:00.123+02:00', '2026-11-22T06:00:00.123Z'],
  ])('%s is %s', (text, time) => {
    expect(sinceOf(text, nowMs)).toBe(time);
  });

  test("takes a date or a time without a zone as this machine's", () => {
    expect(sinceOf('2026-11-22', nowMs)).toBe(new Date(2026, 10, 22).toISOString());
    expect(sinceOf('2026-11-22 08:30', nowMs)).toBe(new Date(2026, 10, 22, 8, 30).toISOString());
  });

  test.each([
    '',
    '15',
    'm',
    '-15m',
    '1.5h',
    '15 m',
    'now',
    '2026-13-01',
    '22.11.2026',
    '999999999d',
    '2026-11-22T08:00:00.1234Z',
  ])('refuses %j', (text) => {
    expect(() => sinceOf(text, nowMs)).toThrow(UsageError);
  });
});

describe('a paragraph', () => {
  const text = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen';
  test('fits the terminal, with what stands before its lines', () => {
    const lines = paragraph(text, { columns: 50, hasColour: false }, '  - ', '    ').split('\n');
    expect(lines.length).toBe(3);
    for (const [index, line] of lines.entries()) {
      expect(line.length).toBeLessThanOrEqual(50);
      expect(line.startsWith(index === 0 ? '  - one' : '    ')).toBe(true);
    }
    expect(lines.map((line) => line.slice(4)).join(' ')).toBe(text);
  });

  test('stays readable where the terminal says that it has no width', () => {
    for (const columns of [0, 1, 5]) expect(paragraph(text, { columns, hasColour: false }).split('\n').length).toBe(3);
    expect(paragraph('x'.repeat(300), { columns: 50, hasColour: false })).toBe('x'.repeat(300));
  });
});

describe('facts', () => {
  const rows = [
    ['Key', 'kraken-main'],
    ['Verdict', 'Turn 2FA on for this key, with an authenticator app.'],
  ] as const;

  test('stand one a line where nobody reads them on a terminal', () => {
    expect(linesOf(facts(rows))).toHaveLength(2);
  });

  test('are filled below their text on a terminal', () => {
    expect(facts(rows, { columns: 40, hasColour: false })).toBe(
      'Key      kraken-main\nVerdict  Turn 2FA on for this key, with\n         an authenticator app.\n',
    );
  });
});
