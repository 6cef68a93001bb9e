/** No link of a page leads nowhere: files, pictures, headings. Addresses on the web are only looked at, since tests have no network. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../build/scripts/docs/markdown.ts';
import { guidePictures } from '../../build/scripts/guide-pictures.ts';
import { pages, root, textOf } from './pages.ts';

const withoutCode = (text: string): string => text.replaceAll(/^ *```.*?^ *```/gms, '').replaceAll(/`[^`\n]*`/g, '');

/** The anchors of a page; a heading that comes again gets a number, as on GitHub. */
function anchorsOf(page: string): Set<string> {
  const seen = new Map<string, number>();
  const text = textOf(page).replaceAll(/^ *```.*?^ *```/gms, '');
  const anchors = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return new Set(anchors);
}

const all = [...pages, 'CHANGELOG.md'];
const links = all.flatMap((page) =>
  [...withoutCode(textOf(page)).matchAll(/\]\(([^()\s]+)\)/g)].map(([, to = '']) => [page, to] as const),
);
const inside = links.filter(([, to]) => !/^https?:/.test(to));

describe('every link of a page', () => {
  test('is found', () => expect(inside.length).toBeGreaterThan(50));

  test.each(inside)('of %s leads somewhere: %s', (page, to) => {
    const [path = '', anchor] = to.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path));
    expect(existsSync(join(root, target)), `${target} is there`).toBe(true);
    if (anchor !== undefined) expect([...anchorsOf(target)]).toContain(anchor);
  });

  test('to the web is whole, and none goes by plain http', () => {
    for (const [, to] of links) if (/^https?:/.test(to)) expect(new URL(to).protocol).toBe('https:');
  });
});

test('every page can be reached from the table of contents', () => {
  const contents = [...textOf('docs/README.md').matchAll(/\]\(([^()\s#]+)\)/g)].map(([, to = '']) =>
    normalize(join('docs', to)),
  );
  for (const page of pages) if (page !== 'docs/README.md') expect(contents).toContain(page);
});

test('the pictures are those that the script takes, each is shown, small, and has its words', () => {
  const shown = links.map(([page, to]) => normalize(join(dirname(page), to))).filter((path) => path.endsWith('.png'));
  const taken = guidePictures.map((name) => `docs/pictures/${name}`).sort();
  expect([...new Set(shown)].sort()).toEqual(taken);
  expect(
    readdirSync(`${root}docs/pictures`)
      .map((name) => `docs/pictures/${name}`)
      .sort(),
  ).toEqual(taken);
  for (const path of taken) expect(statSync(join(root, path)).size, path).toBeLessThan(150_000);
  for (const page of pages) expect(textOf(page)).not.toMatch(/!\[\s*\]/);
});
