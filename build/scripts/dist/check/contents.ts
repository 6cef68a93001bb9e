/** What must not be in anything that is given away. */
import { readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../stage.ts';
import type { Tally } from './tally.ts';

const names: readonly (readonly [RegExp, string])[] = [
  [/\.map$/, 'a source map'],
  [/\.tsx?$/, 'a source'],
  [/(^|\/)(tests?|__tests__|spec|fixtures)\/|\.(test|spec)\./, 'a test'],
  [/(^|\/)node_modules\//, 'a package that belongs into a bundle'],
  [/(^|\/)(\.env|\.git|\.npmrc)|\.(pem|p12|pfx|key|keychain|sqlite)$/, 'a secret or a data file'],
];

const words: readonly (readonly [RegExp, string])[] = [
  [/\/[/*][#@] ?sourceMappingURL=(?!data:,)/, 'a link to a source map'],
  // ccxt and node-forge's likes hold the marks of a key, to recognise one; a key has a body.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=\s]{60}/, 'a private key'],
  [/\b(ghp_|github_pat_|npm_)[A-Za-z0-9]{30}|\bAKIA[0-9A-Z]{16}\b/, 'a token'],
];

/** Directories of whoever builds: none may stand in a file. */
const places = [root, join(homedir(), '.'), tmpdir()].filter((place) => place.length > 4 && place !== '/root');

export const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(dir.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

/** Takes: what = the package's name; dir = where it lies unpacked. */
export function checkContents(tally: Tally, what: string, dir: string): void {
  const files = filesBelow(dir);
  tally.check(`${what} holds something`, files.length > 0);
  for (const [pattern, name] of names) {
    const found = files.filter((file) => pattern.test(file));
    tally.check(`${what} holds no file that is ${name}`, found.length === 0, found);
  }
  const texts = files.map((file) => [file, readFileSync(join(dir, file), 'latin1')] as const);
  for (const [pattern, name] of words) {
    const found = texts.filter(([, text]) => pattern.test(text)).map(([file]) => file);
    tally.check(`${what} holds no ${name}`, found.length === 0, found);
  }
  const foreign = texts.filter(([, text]) => places.some((place) => text.includes(place))).map(([file]) => file);
  tally.check(`${what} names no directory of the one who built it`, foreign.length === 0, foreign);
}
