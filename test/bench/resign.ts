/** `npm run bench:resign [-- ids… --no-record --verbose]`: is every endpoint of every exchange of ccxt understood when it is signed with a dummy key? */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Verdict } from './resign/judge.ts';
import { type Count, countTokens, measureExchange, type Round, rounds } from './resign/measure.ts';

const options = process.argv.slice(2);
const isVerbose = options.includes('--verbose');
const asked = options.filter((option) => !option.startsWith('--'));
const sources = fileURLToPath(new URL('./src/', import.meta.resolve('ccxt')));
const exchanges = readdirSync(sources).flatMap((file) => (file.endsWith('.js') ? [file.slice(0, -3)] : []));
const verdictKinds = ['right', 'twin', 'unlike', 'refused', 'unsigned', 'wrong'] as const satisfies Verdict['kind'][];

const tally = (counts: readonly Count[], kind: Verdict['kind']): number =>
  counts.flatMap(({ verdicts }) => verdicts).filter(({ verdict }) => verdict.kind === kind).length;

function reasonsOf(counts: readonly Count[]): string {
  const reasons = counts
    .flatMap(({ verdicts }) => verdicts)
    .flatMap(({ verdict }) => (verdict.kind === 'refused' ? [verdict.reason] : []));
  return [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => `${reason} ${all.length}`).join(', ');
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const cellsOf = (counts: readonly Count[]): (string | number)[] => [
  counts.reduce((sum, { verdicts }) => sum + verdicts.length, 0),
  ...verdictKinds.map((kind) => tally(counts, kind)),
  reasonsOf(counts),
];
const head = (first: string): string[] => {
  const names = [first, 'requests', ...verdictKinds, 'refused because of'];
  return [row(names), row(names.map(() => '---'))];
};
const nameOf = ({ kind, clock, by }: Round): string => `${kind}, ${by}, clock ${clock}`;

function tell(counts: readonly Count[]): void {
  for (const { exchange, round, verdicts } of counts)
    for (const { endpoint, verdict } of verdicts)
      if (verdict.kind === 'wrong' || (isVerbose && verdict.kind !== 'right'))
        console.error(exchange, nameOf(round), endpoint.id, JSON.stringify(verdict));
}

function record(tables: string): void {
  const file = new URL('./results.md', import.meta.url);
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const [, version] =
    /"ccxt": "([^"]+)"/.exec(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) ?? [];
  const entry = `## ${at} UTC, re-signing\n\nccxt ${version}, Node ${process.versions.node}.\n\n${tables}\n`;
  const [top = '', ...older] = readFileSync(file, 'utf8').split(/^(?=## )/m);
  const others = older.filter((one) => !/^## [^\n]*, re-signing$/m.test(one));
  writeFileSync(file, [top, entry, ...others].join('\n').replace(/\n{3,}/g, '\n\n'));
}

const counts: Count[] = [];
const tokens = { signed: 0, found: 0 };
const tokenless: string[] = [];
for (const exchange of asked.length > 0 ? asked : exchanges) {
  const measured = await measureExchange(exchange);
  tell(measured);
  counts.push(...measured);
  const { signed, found } = await countTokens(exchange, 'minimal');
  tokens.signed += signed;
  tokens.found += found;
  if (found < signed) tokenless.push(`${exchange} ${signed - found}`);
}
const [minimal] = rounds;
const totals = rounds.map((round) => row([nameOf(round), ...cellsOf(counts.filter((count) => count.round === round))]));
const each = counts.filter(({ round }) => round === minimal).map((count) => row([count.exchange, ...cellsOf([count])]));
const tables = `*right*: the same endpoint and parameters, signed anew the same request to the byte. *twin*: likewise, but ccxt has the
endpoint twice, and another name of it was found. *unlike*: says the same, though ccxt was given what it writes as something
else (a list as text, an unescaped \`&\`). *unsigned*: ccxt makes no such request. *wrong*: anything else that was not refused.

${[...head('parameters'), ...totals].join('\n')}

The token was found in ${tokens.found} of ${tokens.signed} requests to endpoints that are not public; not in those of ${tokenless.join(', ')}.

By exchange, with minimal parameters and the clock frozen:

${[...head('exchange'), ...each].join('\n')}`;
console.log(tables);
if (!options.includes('--no-record') && asked.length === 0) record(tables);
if (tally(counts, 'wrong') > 0) process.exitCode = 1;
