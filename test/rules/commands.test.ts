/** A command in a sentence is a whole one, which can be copied into a terminal: "keybearer code KEY", never "code KEY". */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands } from '../../electron/cli/catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const words = commands.map((command) => command.words.join(' ')).toSorted((a, b) => b.length - a.length);
/** In quotes, and nothing of JSON: neither a name before a colon nor a value after one. */
const cutShort = new RegExp(`(?<![:=[{,] ?)"(?:${words.join('|')})(?: [^"\\n]*)?"(?! ?[:\\]}])`, 'g');

const sentencesIn = (text: string): string[] => [...text.matchAll(cutShort)].map(([found]) => found);

const sources = ['shared', 'electron'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);

test('a command without its first word is seen', () => {
  const seen = ['a code shown by "code KEY" is', 'Run "key test KEY --reuse".', '("bot list")', 'in "status".'];
  for (const text of seen) expect(sentencesIn(text), text).toHaveLength(1);
  for (const text of ['by "keybearer code KEY".', '{ "status": 1 }', '"key", "symbols"', 'of "agent-1"'])
    expect(sentencesIn(text), text).toEqual([]);
});

test('none stands in a sentence of the program', () => {
  const found = sources.flatMap((name) => sentencesIn(readFileSync(root + name, 'utf8')).map((text) => [name, text]));
  expect(sources.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
