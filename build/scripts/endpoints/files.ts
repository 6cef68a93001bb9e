import type { EndpointGroups } from '../../../electron/exchange/endpoints.ts';
import { exchangeIds } from './listed.ts';
import { tableOf } from './table.ts';

/** What electron/exchange/endpoint-tables/ has to hold for the installed ccxt. */
export interface TableFiles {
  /** File name to text. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many endpoints of all exchanges need what. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Makes every table in memory. Takes ten seconds or so. */
export function makeFiles(): TableFiles {
  const texts = new Map([['index.ts', indexText(exchangeIds)]]);
  const counts = new Map<string, number>();
  for (const exchangeId of exchangeIds) {
    const table = tableOf(exchangeId);
    // One path a line: what an upgrade of ccxt changes can be read in the diff.
    texts.set(`${exchangeId}.json`, `${JSON.stringify(table, null, 1)}\n`);
    count(table, counts);
  }
  return { texts, counts };
}

function count(table: EndpointGroups, counts: Map<string, number>): void {
  for (const byNeed of Object.values(table)) {
    for (const [need, paths] of Object.entries(byNeed)) counts.set(need, (counts.get(need) ?? 0) + paths.length);
  }
}

function indexText(ids: readonly string[]): string {
  return [
    '// Made by build/scripts/make-endpoints.ts; one table an exchange, read when a key of that exchange is used.',
    'type Load = () => Promise<{ readonly default: Readonly<Record<string, unknown>> }>;',
    '',
    '/** How to read the table of each exchange. */',
    'export const endpointTables: Readonly<Record<string, Load>> = {',
    ...ids.map((id) => `  ${id}: () => import('./${id}.json', { with: { type: 'json' } }),`),
    '};',
    '',
  ].join('\n');
}
