/** Text for people: aligned tables that fit the terminal. */
import { stripVTControlCharacters } from 'node:util';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May it be cut where the terminal is too narrow? */
  readonly shrinks?: boolean;
}

export interface Cell {
  readonly text: string;
  readonly colour?: Colour | undefined;
}

export type Colour = 'green' | 'yellow' | 'red' | 'dim';

export interface Paper {
  /** Undefined where lines may be of any length. */
  readonly columns: number | undefined;
  readonly hasColour: boolean;
  /** Can the terminal show ASCII alone? */
  readonly isAscii?: boolean;
}

// Source: ECMA-48 section 8.3.117 (SGR).
const codes: Readonly<Record<Colour, string>> = { green: '32', yellow: '33', red: '31', dim: '2' };
const gap = '  ';
const leastWidth = 6;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export const paint = (text: string, colour: Colour | undefined, hasColour: boolean): string =>
  colour === undefined || !hasColour || text === '' ? text : `\u001b[${codes[colour]}m${text}\u001b[0m`;

/** What others wrote must not steer the terminal: control characters go, line ends become spaces. */
export const clean = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/[\t\n\r\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');

/** A table with a title row, as lines. Takes: one cell a column in each row; texts of others are cleaned here. */
export function table(columns: readonly Column[], rows: readonly (readonly (Cell | string)[])[], paper: Paper): string {
  const widths = measure(columns, rows, paper);
  return [titlesOf(columns), ...rows].map((row) => tableRow(columns, row, widths, paper)).join('');
}

/** How wide each column of a table is to be. Takes: least = the widths that later rows may need. */
export function measure(
  columns: readonly Column[],
  rows: readonly (readonly (Cell | string)[])[],
  { columns: most }: Paper,
  least: readonly number[] = [],
): number[] {
  const widths = widthsOf(columns, rows.map(cleanRow)).map((width, at) => Math.max(width, least[at] ?? 0));
  return fitWidths(columns, widths, most);
}

/** One row of a table, a line, by widths that were measured. */
export const tableRow = (
  columns: readonly Column[],
  row: readonly (Cell | string)[],
  widths: readonly number[],
  paper: Paper,
): string => `${lineOf(columns, cleanRow(row), widths, paper)}\n`;

export const titlesOf = (columns: readonly Column[]): Cell[] =>
  columns.map(({ title }): Cell => ({ text: title.toUpperCase(), colour: 'dim' }));

const cleanRow = (row: readonly (Cell | string)[]): Cell[] =>
  row.map((cell) => (typeof cell === 'string' ? { text: clean(cell) } : { ...cell, text: clean(cell.text) }));

/** Rows without titles: a name and what it is, filled to the terminal's width where there is one. */
export function facts(
  rows: readonly (readonly [string, string])[],
  paper: Paper = { columns: undefined, hasColour: false },
): string {
  const width = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  const rest = ' '.repeat(width) + gap;
  return rows
    .map(([name, text]) => {
      const first = `${name}${' '.repeat(width - widthOf(name))}${gap}`;
      return `${paper.columns === undefined ? first + clean(text) : paragraph(text, paper, first, rest)}\n`;
    })
    .join('');
}

const widthsOf = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): number[] =>
  columns.map(({ title }, at) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at]?.text ?? ''))));

function fitWidths(columns: readonly Column[], widths: number[], most: number | undefined): number[] {
  if (most === undefined) return widths;
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width, 0) + gap.length * (fitted.length - 1);
  while (total() > most) {
    const shrinking = columns.flatMap(({ shrinks }, at) => (shrinks === true ? [at] : []));
    const widest = shrinking.reduce(
      (best, at) => ((fitted[at] ?? 0) > (fitted[best] ?? 0) ? at : best),
      shrinking[0] ?? -1,
    );
    const width = fitted[widest];
    if (width === undefined || width <= leastWidth) break;
    fitted[widest] = width - 1;
  }
  return fitted;
}

function lineOf(
  columns: readonly Column[],
  row: readonly Cell[],
  widths: readonly number[],
  { hasColour, isAscii = false }: Paper,
): string {
  const parts = columns.map(({ align }, at) => {
    const { text, colour } = row[at] ?? { text: '' };
    const width = widths[at] ?? 0;
    const shown = cut(text, width, isAscii ? '~' : '…');
    const space = ' '.repeat(Math.max(0, width - widthOf(shown)));
    const isLast = at === columns.length - 1;
    const painted = paint(shown, colour, hasColour);
    return align === 'right' ? space + painted : painted + (isLast ? '' : space);
  });
  return parts.join(gap).trimEnd();
}

/** Columns that a text takes on a terminal. */
export const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + widthOfCharacter(character), 0);
const widthOfCharacter = (character: string): number => (wide.test(character) ? 2 : /\p{M}/u.test(character) ? 0 : 1);

/** The text, or as much of it as has room, with a mark that says so. */
export function cut(text: string, width: number, mark = '…'): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += widthOfCharacter(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}${mark}`;
}

const longestLine = 100;
const shortestLine = 40;

/** A text in lines that fit the terminal, without a line end. Takes: what stands before the first line and the others. */
export function paragraph(text: string, { columns = longestLine }: Paper, first = '', rest = first): string {
  const width = Math.max(shortestLine, Math.min(columns, longestLine));
  const lines: string[] = [];
  let line = first;
  let isBlank = true;
  for (const word of clean(text).split(' ')) {
    if (!isBlank && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = rest;
      isBlank = true;
    }
    line += isBlank ? word : ` ${word}`;
    isBlank = false;
  }
  return [...lines, line].join('\n');
}
