/** What must not be in anything that is given away. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaksOf } from './places.ts';
import type { Tally } from './tally.ts';
import { filesBelow } from './tree.ts';

const names: readonly (readonly [RegExp, string])[] = [
  [/\.map$/, 'a source map'],
  [/\.[cm]?tsx?$/, 'a source'],
  [/(^|\/)(tests?|__tests__|spec|fixtures)\/|\.(test|spec)\./, 'a test'],
  [/(^|\/)node_modules\//, 'a package that belongs into a bundle'],
  [/(^|\/)(\.env|\.git|\.npmrc)|\.(pem|p8|p12|pfx|key|keychain|sqlite|log)$/, 'a secret or a data file'],
];

const words: readonly (readonly [RegExp, string])[] = [
  [/\/[/*][#@] ?sourceMappingURL=(?!data:,)/, 'a link to a source map'],
  // ccxt and node-forge's likes hold the marks of a key, to recognise one; a key has a body.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----(\s|\\n)*[A-Za-z0-9+/=\s]{60}/, 'a private key'],
  [/\b(gh[pousr]_|github_pat_|npm_|glpat-|xox[abprs]-|sk_live_)[A-Za-z0-9_-]{20}|\bAKIA[0-9A-Z]{16}\b/, 'a token'],
  [/_(authToken|password)=\S/, "a registry's password"],
  // Kraken's are 64 bytes in base64.
  [/["'`][A-Za-z0-9+/]{86}==["'`]/, "an exchange's secret"],
  [/otpauth:\/\/[^\s"'`$]*secret=[A-Z2-7]{16}/i, 'a second factor'],
];

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
    tally.check(`${what} holds no text that is ${name}`, found.length === 0, found);
  }
  const leaks = texts.flatMap(([file, text]) => leaksOf(text).map((place) => `${file}: ${place}`));
  tally.check(`${what} names no directory of the one who built it`, leaks.length === 0, leaks);
}
