/** The window's catalogue of strings: nothing in it that nobody draws. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../../renderer');
const files = readdirSync(renderer, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const read = (isOfCatalogue: boolean): string[] =>
  files
    .filter(({ parentPath }) => parentPath.endsWith('/strings') === isOfCatalogue)
    .filter(({ name }) => /\.tsx?$/.test(name))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));

/** `calls_one` and `calls_other` are drawn as `calls`. */
const namesOf = (source: string): string[] => [
  ...new Set([...source.matchAll(/^ {2,}(\w+):/gm)].map(([, name = '']) => name.replace(/_(one|other)$/, ''))),
];

// Drawn by a name that is put together where they are drawn.
const byName = ['body', 'query', 'header'];

it('every string of the catalogue is drawn somewhere', () => {
  const drawn = read(false).join('\n');
  const unused = read(true)
    .flatMap(namesOf)
    .filter((name) => !byName.includes(name))
    .filter((name) => !new RegExp(`[.'"\`]${name}\\b|\\b${name}\\b:? ?['"\`]`).test(drawn));
  expect(unused).toEqual([]);
});
