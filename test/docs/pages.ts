/** Reads the pages of the guide: their blocks of commands and files, with what a comment above them says. See README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every page that people read, from the root of the repository. */
export const pages: readonly string[] = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export const textOf = (page: string): string => readFileSync(root + page, 'utf8');

export interface Block {
  /** The line of the page on which it begins. */
  readonly at: number;
  readonly language: string;
  readonly lines: readonly string[];
  /** The comments above it, without their marks. */
  readonly notes: readonly string[];
}

const fence = /^( *)```(\S*)\s*$/;
const note = /^\s*<!-- (not run|file|hidden|exits): (.*) -->\s*$/;

/** Every fenced block of a page, in order. Throws: Error where a comment stands above no block. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let notes: string[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, kind, rest] = note.exec(line) ?? [];
    const [opened, indent = '', language = ''] = fence.exec(line) ?? [];
    if (kind !== undefined) notes.push(`${kind}: ${rest}`);
    else if (opened !== undefined) {
      const end = lines.findIndex((other, n) => n > at && other === `${indent}\`\`\``);
      if (end < 0) throw new Error(`line ${at + 1}: this block does not end`);
      const inside = lines.slice(at + 1, end).map((one) => one.slice(indent.length));
      blocks.push({ at: at + 1, language, lines: inside, notes });
      notes = [];
      at = end;
    } else if (line.trim() !== '' && notes.length > 0) throw new Error(`line ${at + 1}: a comment above no block`);
  }
  if (notes.length > 0) throw new Error('a comment above no block');
  return blocks;
}

/** What a note of this kind says; undefined where there is none. */
export const noteOf = ({ notes }: Block, kind: string): string | undefined =>
  notes.find((one) => one.startsWith(`${kind}: `))?.slice(kind.length + 2);

export const isCommands = ({ language }: Block): boolean => ['sh', 'bash', 'console'].includes(language);

export interface Typed {
  readonly command: string;
  /** What the page shows below it. */
  readonly shown: readonly string[];
}

/** A `console` block: each command after `$ `, going on after a backslash, with what it prints. */
export function typedIn({ lines }: Pick<Block, 'lines'>): Typed[] {
  const typed: { command: string; shown: string[] }[] = [];
  let goesOn = false;
  for (const line of lines) {
    const last = typed.at(-1);
    if (line.startsWith('$ ')) typed.push({ command: line.slice(2), shown: [] });
    else if (last === undefined) throw new Error(`a console block begins with a command: ${line}`);
    else if (goesOn) last.command += `\n${line}`;
    else last.shown.push(line);
    goesOn = (line.startsWith('$ ') || goesOn) && line.endsWith('\\');
  }
  return typed;
}

/** Does what was printed fit? `…` in a line stands for anything, alone on a line for any lines; a gap is as wide as a table makes it. */
export function fits(shown: readonly string[], printed: string): boolean {
  const escaped = shown.map((line) =>
    line.trim() === '…'
      ? '(?:.*\n)*?'
      : `${line
          .trimEnd()
          .split('…')
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')
          .replaceAll(/(?<=\S) {2,}/g, ' {2,}')} *\n`,
  );
  return new RegExp(`^${escaped.join('')}$`).test(printed.endsWith('\n') || printed === '' ? printed : `${printed}\n`);
}
