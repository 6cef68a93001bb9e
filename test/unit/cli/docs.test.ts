import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commands } from '../../../electron/cli/catalogue.ts';
import { isOptionName } from '../../../electron/cli/options.ts';
import { findCommand, parseCommand } from '../../../electron/cli/parse.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(`${root}/docs`).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

const textOf = (page: string): string => readFileSync(`${root}/${page}`, 'utf8');

/** The words after `keybearer` in the blocks of a shell. */
const typedIn = (page: string): string[] =>
  [...textOf(page).matchAll(/^ *```(?:sh|console)\n(.*?)^ *```/gms)].flatMap(([, block = '']) =>
    [...block.matchAll(/(?:^ *(?:\$ )?|\$\(|[|&] )keybearer ([^#|&<>)\n]*)/gm)].map(([, words = '']) => words.trim()),
  );

/** The same within sentences, where a command may stand without what it takes. */
const namedIn = (page: string): string[] =>
  [
    ...textOf(page)
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/`keybearer ([^`]*)`/g),
  ]
    .map(([, words = '']) => words.split(' < ')[0] ?? '')
    .filter((words) => commands.some((spec) => spec.words[0] === words.split(' ')[0]));

/** As a shell would, as far as the pages need it. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, plain]) => single ?? double ?? plain ?? '');

const typed = pages.flatMap((page) => typedIn(page).map((line) => [page, line] as const));
const named = pages.flatMap((page) => namedIn(page).map((line) => [page, line] as const));

describe('what the pages have people type', () => {
  test('is found', () => {
    expect(typed.length).toBeGreaterThan(20);
    expect(named.length).toBeGreaterThan(20);
    for (const known of ['service install', 'unseal --passphrase-file /dev/stdin', 'key add'])
      expect(typed.map(([, line]) => line)).toContain(known);
  });

  test.each(typed)('is a whole command (%s): keybearer %s', (_, line) => {
    expect(parseCommand(wordsOf(line)).kind).toBe('run');
  });

  test.each(named)('is a command (%s): keybearer %s', (_, line) => {
    const options = parseArgsOf(wordsOf(line));
    expect(findCommand(options.words)).toBeDefined();
    for (const name of options.names) expect(isOptionName(name)).toBe(true);
  });
});

function parseArgsOf(words: readonly string[]): { words: string[]; names: string[] } {
  return {
    words: words.filter((word) => !word.startsWith('--')),
    names: words.filter((word) => word.startsWith('--')).map((word) => word.slice(2)),
  };
}
