/** `npm run bench:sdk [--short] [--no-record]`: from a bot's start to its first private result, and its memory: the SDK beside ccxt alone. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { makeBotFolder } from '../clients/bot-folder.ts';
import { keyLabel, startClientStage } from '../clients/setup.ts';
import { type Figure, format } from './figures.ts';
import { type Bot, pythonBots, scripts } from './sdk-bots.ts';

const rounds = process.argv.includes('--short') ? 3 : 15;
const resultsFile = new URL('./results.md', import.meta.url);

interface Run {
  readonly startMs: number;
  readonly residentMb: number;
}

/** From starting the process to the line that it writes after its first private result. Source of the memory: proc(5), VmRSS. */
async function measure({ command, env }: Bot, cwd: string): Promise<Run> {
  const [file = '', ...args] = command;
  const from = performance.now();
  const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const startMs = performance.now() - from;
  if (!String(line).includes('USD')) throw new Error(`${file} ${args.join(' ')} said ${String(line)}`);
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
  const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  // It waits for the end of its standard input, so that it is still there to be measured.
  child.stdin.end();
  await once(child, 'close');
  return { startMs, residentMb };
}

function record(text: string): void {
  const [head = '', ...older] = readFileSync(resultsFile, 'utf8').split(/^(?=## )/m);
  writeFileSync(resultsFile, [head, text, ...older].join('\n').replace(/\n{3,}/g, '\n\n'));
}

await using stage = await startClientStage();
using folder = await makeBotFolder({ hasCcxt: true });
const nodeBots = scripts(folder, stage);
const bots: Readonly<Record<string, Bot>> = { ...nodeBots, ...pythonBots(stage) };
const runs: Record<string, Run[]> = Object.fromEntries(Object.keys(bots).map((name) => [name, []]));
// The first round fills the caches of the disk and of the agent, and counts for nobody.
for (let round = 0; round <= rounds; round += 1) {
  for (const [name, bot] of Object.entries(bots)) {
    const run = await measure(bot, folder.dir);
    if (round > 0) runs[name]?.push(run);
  }
}
const values = (name: string, member: keyof Run): number[] => (runs[name] ?? []).map((run) => run[member]);
const figures: Figure[] = Object.keys(bots).flatMap((name) => [
  { what: `${name}, start to first private result`, values: values(name, 'startMs'), unit: 'ms', goal: '-' },
  { what: `${name}, resident`, values: values(name, 'residentMb'), unit: 'MB', goal: '-' },
]);
for (const name of Object.keys(bots).filter((one) => one.includes('SDK'))) {
  // Without ccxt for Python here, its SDK is held against ccxt for JavaScript, as the goal has it.
  const peer =
    bots[name.replace('SDK', 'ccxt alone')] === undefined
      ? 'JavaScript, ccxt alone'
      : name.replace('SDK', 'ccxt alone');
  const ratio = (member: keyof Run): number[] =>
    values(name, member).map((value, at) => value / (values(peer, member)[at] ?? Number.NaN));
  figures.push({
    what: `${name} / ${peer}, start to first private result`,
    values: ratio('startMs'),
    unit: 'x',
    goal: 'at most 0.25',
  });
  figures.push({ what: `${name} / ${peer}, resident`, values: ratio('residentMb'), unit: 'x', goal: 'at most 0.4' });
}
const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
const python = spawnSync('python3', ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? 'no Python';
const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), bots on Node ${folder.nodeVersion} and ${python}, ${process.platform}`;
process.stdout.write(`${format(figures)}\n`);
if (!process.argv.includes('--no-record'))
  record(
    `## ${at} UTC, SDKs\n\n${machine}; ${rounds} rounds, one bot of each kind a round. Key ${keyLabel}.\n\n${format(figures)}\n`,
  );
