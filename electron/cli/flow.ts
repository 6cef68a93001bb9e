/** Text as it stands in the source, in lines that fit the terminal it is read on. */
import { type Paper, paragraph } from './print.ts';

/** Where a row's text begins: after its name and a gap of two spaces or more. */
const rowStart = /^ +\S+(?: \S+)* {2,}(?=\S)/;
const rowIndent = 2;

/**
 * Fills lines anew. Takes: paragraphs, whose lines begin at the margin; rows, indented by two spaces, with a name before a
 * gap or without; lines that are indented further go on with their row. An empty line ends either.
 */
export function flow(text: string, paper: Paper): string {
  const blocks: string[] = [];
  for (const line of text.split('\n')) {
    const before = blocks.at(-1);
    if (before !== undefined && goesOn(before, line)) blocks[blocks.length - 1] = `${before} ${line.trim()}`;
    else blocks.push(line);
  }
  return blocks.map((block) => filled(block, paper)).join('\n');
}

/** Fills each line by itself, at its own indent. */
export const fold = (text: string, paper: Paper): string =>
  text
    .split('\n')
    .map((line) => paragraph(line.trimStart(), paper, ' '.repeat(indentOf(line))))
    .join('\n');

function goesOn(before: string, line: string): boolean {
  if (before === '' || line === '') return false;
  const indent = indentOf(line);
  return indentOf(before) === 0 ? indent === 0 : indent > rowIndent;
}

function filled(block: string, paper: Paper): string {
  const first = rowStart.exec(block)?.[0] ?? ' '.repeat(indentOf(block));
  return paragraph(block.slice(first.length), paper, first, ' '.repeat(first.length));
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
