import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EndpointGroups } from '../../electron/exchange/endpoints.ts';
import { exchangeIds } from './endpoints/listed.ts';
import { tableOf } from './endpoints/table.ts';

// Writes electron/exchange/endpoint-tables/ from the installed ccxt; with --check, only says whether that is current.

const folder = join(import.meta.dirname, '../../electron/exchange/endpoint-tables');
const wanted = new Map<string, string>([['index.ts', indexOf(exchangeIds)]]);
const counts = new Map<string, number>();

for (const exchangeId of exchangeIds) {
  const table = tableOf(exchangeId);
  count(table);
  wanted.set(`${exchangeId}.json`, `${JSON.stringify(table, null, 1)}\n`);
}

const present = existsSync(folder) ? readdirSync(folder) : [];
const stale = [...wanted].filter(([file, text]) => textIn(file) !== text).map(([file]) => file);
const surplus = present.filter((file) => !wanted.has(file));

if (process.argv.includes('--check')) {
  for (const file of [...stale, ...surplus]) console.log(`not current: electron/exchange/endpoint-tables/${file}`);
  if (stale.length + surplus.length > 0) process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const file of stale) writeFileSync(join(folder, file), wanted.get(file) ?? '');
  for (const file of surplus) rmSync(join(folder, file));
  console.log(`${stale.length} files written, ${surplus.length} removed`);
}
console.log(`${exchangeIds.length} exchanges, ${[...counts.values()].reduce((a, b) => a + b, 0)} endpoints`);
for (const [need, number] of counts) console.log(`${String(number).padStart(6)} ${need}`);

function count(table: EndpointGroups): void {
  for (const byNeed of Object.values(table)) {
    for (const [need, paths] of Object.entries(byNeed)) counts.set(need, (counts.get(need) ?? 0) + paths.length);
  }
}

function textIn(file: string): string | undefined {
  return present.includes(file) ? readFileSync(join(folder, file), 'utf8') : undefined;
}

function indexOf(ids: readonly string[]): string {
  const rows = ids.map((id) => `  ${id}: () => import('./${id}.json', { with: { type: 'json' } }),`);
  return [
    '// Made by build/scripts/make-endpoints.ts; one table an exchange, read when a key of that exchange is used.',
    'type Load = () => Promise<{ readonly default: Readonly<Record<string, unknown>> }>;',
    '',
    '/** How to read the table of each exchange. */',
    'export const endpointTables: Readonly<Record<string, Load>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}
