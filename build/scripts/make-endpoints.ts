import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFiles } from './endpoints/files.ts';

// Writes electron/exchange/endpoint-tables/ from the installed ccxt; with --check, only says whether that is current.

const folder = join(import.meta.dirname, '../../electron/exchange/endpoint-tables');
const { texts, counts } = makeFiles();

mkdirSync(folder, { recursive: true });
const present = readdirSync(folder);
const stale = [...texts].filter(
  ([file, text]) => !present.includes(file) || readFileSync(join(folder, file), 'utf8') !== text,
);
const surplus = present.filter((file) => !texts.has(file));

if (process.argv.includes('--check')) {
  for (const file of [...stale.map(([name]) => name), ...surplus]) console.log(`not current: ${join(folder, file)}`);
  if (stale.length + surplus.length > 0) process.exitCode = 1;
} else {
  for (const [file, text] of stale) writeFileSync(join(folder, file), text);
  for (const file of surplus) rmSync(join(folder, file));
  console.log(`${stale.length} files written, ${surplus.length} removed`);
}

const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
console.log(`${texts.size - 1} exchanges, ${total} endpoints`);
for (const [need, number] of counts) console.log(`${String(number).padStart(6)} ${need}`);
