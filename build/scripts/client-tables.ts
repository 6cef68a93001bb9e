/** `npm run build:client-tables [--check]`: what both SDKs know of the agent, out of `shared/` and ccxt. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTables } from './client-tables/rows.ts';
import { asPython, asTypeScript } from './client-tables/write.ts';

const clients = join(import.meta.dirname, '../../clients');

/** Gives: each file of the SDKs with the text that it ought to have. */
export async function clientTables(): Promise<readonly (readonly [path: string, text: string])[]> {
  const tables = await readTables();
  return [
    [join(clients, 'typescript/src/tables.ts'), asTypeScript(tables)],
    [join(clients, 'python/src/keybearer/_tables.py'), asPython(tables)],
  ];
}

if (import.meta.main) {
  const stale = (await clientTables()).filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  if (process.argv.includes('--check')) {
    for (const [path] of stale) console.log(`not current: ${path}`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    for (const [path, text] of stale) writeFileSync(path, text);
    console.log(`${stale.length} files written`);
  }
}
