/** What a page calls *Seal vault* is what the window calls so: words in italics that begin with a capital are the window's. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pages, root, textOf } from './pages.ts';

const folder = `${root}renderer/strings/`;
/** Every string of the window, and the words of the pages of the exchange that the set-up quotes. */
const shown = new Set(
  [
    ...readdirSync(folder).flatMap((name) => [
      ...readFileSync(folder + name, 'utf8').matchAll(/(?:: |\n\s+)(?:'((?:[^'\\]|\\.)*)'|"([^"]*)")/g),
    ]),
  ].map(([, single, double]) => plain(single ?? double ?? '')),
);
const ofKraken = ['Security', '2FA settings', '2FA App', 'View setup key', 'Confirm', 'Password'].map(plain);

function plain(text: string): string {
  return text
    .replaceAll(/[’']/g, "'")
    .replace(/[….]+$/, '')
    .toLowerCase();
}

const italics = pages.flatMap((page) =>
  [
    ...textOf(page)
      .replaceAll(/^ *```.*?^ *```/gms, '')
      .replaceAll(/`[^`\n]*`/g, '')
      .replaceAll('**', '')
      .matchAll(/(?<![\w*\\])\*([A-Z0-9][^*\n]*)\*(?!\w)/g),
  ].map(([, words = '']) => [page, words] as const),
);

describe('words in italics that begin with a capital', () => {
  test('are found', () => expect(italics.length).toBeGreaterThan(60));

  test.each(italics)('%s: %s stands in the window or at Kraken', (_, words) => {
    expect(shown.has(plain(words)) || ofKraken.includes(plain(words))).toBe(true);
  });
});
