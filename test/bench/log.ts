/** `npm run bench:log [--short] [--no-record]`: the call log at a million entries; nothing here asserts. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../electron/base/clock.ts';
import { systemRandom } from '../../electron/base/random.ts';
import { Secret } from '../../electron/base/secret.ts';
import type { FindQuery } from '../../electron/calllog/read/filters.ts';
import { type CallLog, openCallLog } from '../../electron/calllog/store.ts';
import { type Figure, format, percentile } from './figures.ts';
import { bots, manyCalls, pick } from './log-life.ts';

const isShort = process.argv.includes('--short');
const rounds = 5;
const entriesARound = isShort ? 20_000 : 200_000;
const queriesARound = isShort ? 100 : 400;
const figures: Figure[] = [];
const add = (what: string, values: readonly number[], unit: string, goal = '-') =>
  void figures.push({ what, values, unit, goal });
const now = () => systemClock.monotonic();
const say = (text: string) => process.stderr.write(`${text}\n`);

const dir = mkdtempSync(join(tmpdir(), 'keybearer-bench-'));
const path = join(dir, 'calls.sqlite');
const log = openCallLog({ path, clock: systemClock, onHead: () => {} });

/** Each round's value of `measure`. */
async function inRounds(measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await measure());
  return values;
}

async function timesOf(count: number, work: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const started = now();
    await work();
    times.push(now() - started);
  }
  return times;
}

async function measureAppends(): Promise<void> {
  let done = 0;
  const rates = await inRounds(async () => {
    const started = now();
    await manyCalls(log, entriesARound / 4, 512);
    await log.head();
    const rate = (entriesARound * 1000) / (now() - started);
    done += entriesARound;
    say(`${done} entries, ${Math.round(rate)} a second`);
    return rate;
  });
  add('chained entries appended, with their rows, 512 calls at a time', rates, 'a second', 'at least 20,000');
}

async function measureIntents(): Promise<void> {
  for (const [name, permission] of [
    ['an order (FULL)', 'orders.create'],
    ['a read (NORMAL)', 'account.read'],
  ] as const) {
    for (const atOnce of [1, 64]) {
      const taken: number[][] = [];
      for (let round = 0; round < rounds; round++)
        taken.push(await manyCalls(log, queriesARound * 5, atOnce, permission));
      for (const [label, share] of [
        ['p50', 0.5],
        ['p99', 0.99],
      ] as const)
        add(
          `intent of ${name}, ${atOnce} at a time, ${label}`,
          taken.map((times) => percentile(times, share)),
          'us',
        );
    }
  }
}

const filters: readonly (() => Partial<FindQuery>)[] = [
  () => ({ bot: pick(bots).name }),
  () => ({ bot: pick(bots).id, status: 'failed' }),
  () => ({ method: pick(['createOrder', 'fetchBalance', 'cancelOrder']) }),
  () => ({ symbol: 'SOL/USD', status: 'ok' }),
  () => ({ error: pick(['NONCE_REJECTED', 'RATE_LIMITED']), bot: pick(bots).name }),
  () => ({ slowerThanMs: 150 }),
  () => ({ slowerThanMs: 300, method: 'createOrder' }),
  () => ({ key: 'kraken-2', symbol: 'ADA/EUR', status: 'failed' }),
  () => ({ status: 'denied' }),
  () => ({ next: String(Math.floor(Math.random() * entriesARound * rounds)), bot: pick(bots).name }),
];
const texts = [
  'Insufficient funds',
  'addorder',
  'EAPI:Invalid nonce',
  'bot-7 failed',
  'XXBTZUSD',
  'inval',
  'createOrder SOL',
  'kraken',
  'OQCLML',
  'nothing like this',
  'rate limit',
];

async function pageTimes(log: CallLog, query: () => Partial<FindQuery>): Promise<number[]> {
  return timesOf(queriesARound, () => log.find({ limit: 100, ...query() }));
}

async function measureReading(): Promise<void> {
  await pageTimes(log, () => pick(filters)());
  const pages: number[][] = [];
  const found: number[][] = [];
  const newest: number[][] = [];
  const here: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    pages.push(await pageTimes(log, () => pick(filters)()));
    found.push(await pageTimes(log, () => ({ text: pick(texts) })));
    newest.push(await pageTimes(log, () => ({})));
    here.push(await timesOf(queriesARound, () => log.query({ limit: 100 })));
  }
  for (const [label, share, goals] of [
    ['p50', 0.5, ['-', '-']],
    ['p99', 0.99, ['at most 10', 'at most 50']],
  ] as const) {
    const at = (times: readonly number[][]) => times.map((one) => percentile(one, share));
    add(`filtered page of 100, ${label}`, at(pages), 'ms', goals[0]);
    add(`page of 100 by free text, ${label}`, at(found), 'ms', goals[1]);
    add(`newest 100 by the reader's thread, ${label}`, at(newest), 'ms');
    add(`newest 100 on the main thread, ${label}`, at(here), 'ms');
  }
  const span = {
    since: new Date(Date.now() - 86_400_000).toISOString(),
    until: new Date(Date.now() + 1000).toISOString(),
  };
  add(
    'statistics of all of it, 24 buckets',
    await timesOf(rounds, () => log.stats({ ...span, bucketMs: 3_600_000 })),
    'ms',
  );
}

async function measureCheck(): Promise<void> {
  const rates = await inRounds(async () => {
    const started = now();
    const { entries, result } = await log.verify();
    say(`check: ${result}, ${entries} entries in ${Math.round(now() - started)} ms`);
    return (entries * 1000) / (now() - started);
  });
  add('entries checked, with their rows', rates, 'a second');
}

function record(): void {
  const file = new URL('./results.md', import.meta.url);
  const at = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.versions.node}, ${process.platform}`;
  const size = `${entriesARound * rounds} entries, then ${rounds} rounds of each`;
  const entry = `## ${at} UTC, call log\n\n${machine}; ${size}.\n\n${format(figures)}\n`;
  const [head = '', ...older] = readFileSync(file, 'utf8').split(/^(?=## )/m);
  writeFileSync(file, [head, entry, ...older].join('\n').replace(/\n{3,}/g, '\n\n'));
}

await log.setKeys({ vaultId: 'bench', epoch: 1, key: new Secret(systemRandom(32)), former: [] });
await measureAppends();
add('bytes on the disk an entry', [statSync(path).size / (entriesARound * rounds)], 'B');
await measureIntents();
await measureReading();
await measureCheck();
log.close();
rmSync(dir, { recursive: true, force: true });
process.stdout.write(`${format(figures)}\n`);
if (!process.argv.includes('--no-record')) record();
