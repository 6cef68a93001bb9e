/** `npm run bench [--short]`: ratios in one run, side by side with ccxt alone; nothing here asserts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startStage } from '../../build/scripts/demo/stage.ts';
import { type Figure, format } from './figures.ts';
import { measurePrivateCall } from './private-call.ts';
import { measureStart } from './start.ts';
import { measureVault } from './vault.ts';

const rounds = process.argv.includes('--short') ? 2 : 7;
const callsARound = process.argv.includes('--short') ? 200 : 1500;
const savesARound = process.argv.includes('--short') ? 20 : 200;
const resultsFile = new URL('./results.md', import.meta.url);

/** Puts this run's table on top of the file, below its heading; older runs stay. */
function record(figures: readonly Figure[]): void {
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}, ${process.platform}`;
  const entry = `## ${at} UTC\n\n${machine}; ${rounds} alternating rounds of ${callsARound} calls and ${savesARound} saves.\n\n${format(figures)}\n`;
  const [head = '', ...older] = readFileSync(resultsFile, 'utf8').split(/^(?=## )/m);
  writeFileSync(resultsFile, [head, entry, ...older].join('\n').replace(/\n{3,}/g, '\n\n'));
}

const figures: Figure[] = [];
{
  await using stage = await startStage([fileURLToPath(new URL('./exchange.ts', import.meta.url))]);
  figures.push(...(await measurePrivateCall(stage, rounds, callsARound)));
}
figures.push(...(await measureStart(rounds)));
figures.push(...(await measureVault(rounds, savesARound)));
process.stdout.write(`${format(figures)}\n`);
if (!process.argv.includes('--no-record')) record(figures);
