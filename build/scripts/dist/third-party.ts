/** The licences of what a release holds, out of the packages themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Licences under which a part may be in a release. One that is not here keeps the release from being built. */
const allowed = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0']);

/** One text with the name, version and licence of each package. Takes: their folders. Throws on a licence that is not allowed. */
export function thirdParty(dirs: readonly string[]): string {
  const parts = dirs.map(readPart).sort((one, other) => (one.title < other.title ? -1 : 1));
  const texts = new Map(parts.map(({ title, text }) => [title, text]));
  const rule = '-'.repeat(100);
  return `Keybearer contains the following packages. Electron's and Chromium's own licences stand beside it.\n\n${[
    ...texts,
  ]
    .map(([title, text]) => `${rule}\n${title}\n\n${text.trim()}\n`)
    .join('\n')}`;
}

/** Takes: an SPDX expression without nested parentheses. Of an OR one side has to be allowed, of an AND each. */
export const isAllowed = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((side) => side.split(/\s+AND\s+/).every((name) => allowed.has(name.trim())));

function readPart(dir: string): { title: string; text: string } {
  const { name, version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  if (typeof license !== 'string' || !isAllowed(license))
    throw new Error(`${name} ${version} has the licence ${JSON.stringify(license)}, which no release may hold unread`);
  const files = readdirSync(dir).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = files.map((file) => readFileSync(join(dir, file), 'utf8')).join('\n');
  return { title: `${name} ${version} (${license})`, text: text === '' ? `Licence: ${license}` : text };
}
