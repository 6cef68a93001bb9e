/** What an app and a headless package are made of: a file of no row is unknown, a row without a file lacks one that runs. */
import type { Tally } from './tally.ts';

/** Kinds of paths; a text is one path. */
type Shape = readonly (string | RegExp)[];

const exchanges = [/^ccxt\/[a-z0-9]+\.js$/, /^ccxt\/pro\/[a-z0-9]+\.js$/, /^ccxt\/shared\/[\w.-]+\.js$/];
const agent = [/^main\/[\w.-]+\.mjs$/, /^main\/endpoint-tables\/[a-z0-9]+\.mjs$/];
const workers = ['kdf-worker', 'log-worker', 'picture-worker', 'read-thread', 'verify-thread', 'write-thread'];
const programs = (...more: string[]) => [...workers, ...more].map((name) => `main/${name}.mjs`);
const texts = ['LICENSE', 'THIRD-PARTY.txt', 'package.json'];
export const completions = ['_keybearer', 'keybearer.bash', 'keybearer.fish'].map((name) => `completions/${name}`);

export const appShape: Shape = [
  ...[...exchanges, ...agent, ...programs('main')],
  ...[...texts, 'preload/preload.cjs', 'renderer/index.html', 'renderer/icon.svg'],
  ...[/^renderer\/assets\/[\w-]+\.js$/, /^renderer\/assets\/[\w-]+\.css$/],
  ...[/^icons\/\d+x\d+\.png$/, /^icons\/icon\.ic(o|ns)$/, /^icons\/tray\/[a-z]+(Template)?(@2x)?\.(png|ico)$/],
];

export const headlessShape: Shape = [
  ...[...exchanges, ...agent, ...programs('cli', 'demo', 'node22')],
  ...[...texts, 'README.md', 'docs/headless.md', 'systemd/keybearer.service', ...completions],
  ...['node-version', 'keybearer', 'keybearer-demo'].map((name) => `bin/${name}.mjs`),
];

export function checkShape(tally: Tally, what: string, files: readonly string[], shape: Shape): void {
  const unknown = files.filter((file) => !shape.some((row) => isOf(row, file)));
  tally.check(`${what} holds no file of an unknown kind`, unknown.length === 0, unknown);
  const lacking = shape.filter((row) => !files.some((file) => isOf(row, file)));
  tally.check(`${what} has a file of every kind`, lacking.length === 0, lacking.map(String));
}

const isOf = (row: string | RegExp, file: string): boolean => (typeof row === 'string' ? row === file : row.test(file));
