import { spawn } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { keysOf, testClock, testDir } from './fixture.ts';

/** How often a process is killed in the middle of its work. */
const kills = Number(process.env['PROVE_KILLS'] ?? 10);

const dir = testDir();
afterAll(dir.drop);
const script = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

interface Life {
  readonly path: string;
  /** The number of the first call. */
  readonly from: number;
  readonly atOnce: number;
  readonly maxBytes?: number;
}

/** Gives: the calls whose intents were said to be on the disk before the process was killed, some time after the first. */
async function killAfter(ms: number, { path, from, atOnce, maxBytes = 1e9 }: Life): Promise<string[]> {
  const args = [script, path, String(from), String(atOnce), String(maxBytes)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8');
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
  for await (const chunk of child.stdout) text += chunk;
  return text.split('\n').slice(0, -1);
}

/** The calls of which an intent stands in the log. */
function recorded(path: string): Set<string> {
  const db = new DatabaseSync(path, { readOnly: true });
  const rows = db.prepare("SELECT body ->> 'call' AS call FROM entries WHERE body ->> 'kind' = 'intent'").all();
  db.close();
  return new Set(rows.map(({ call }) => String(call)));
}

async function expectGood(path: string): Promise<void> {
  const log = openCallLog({ path, clock: testClock(), entriesOfASegment: 50 });
  expect(log.warnings).toEqual([]);
  expect(await log.setKeys(keysOf(1))).toMatchObject({ result: 'intact' });
  expect(await log.verify()).toMatchObject({ result: 'intact' });
  expect(log.query({ limit: 1, status: 'pending' })).toEqual([]);
  log.close();
}

test(
  `a process that is killed ${kills} times, at any moment, loses no intent that it was told is written`,
  async () => {
    let total = 0;
    for (let kill = 0; kill < kills; kill++) {
      const path = dir.path(`calls-${Math.floor(kill / 5)}.sqlite`);
      const life = { path, from: kill * 1_000_000, atOnce: [1, 8, 64][kill % 3] ?? 1 };
      const told = await killAfter((kill * 37) % 150, life);
      const found = recorded(path);
      expect(told.filter((call) => !found.has(call))).toEqual([]);
      total += told.length;
      await expectGood(path);
    }
    expect(total).toBeGreaterThan(kills * 5);
  },
  kills * 20_000,
);

/** The first entry that is left; 0 before anything was pruned. */
function prunedUpTo(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return Number(db.prepare('SELECT first FROM stub').get()?.['first'] ?? 0);
  } finally {
    db.close();
  }
}

test(
  'a process that is killed while it prunes leaves a log that proves what is left',
  async () => {
    const path = dir.path('pruned.sqlite');
    // On a slow machine the first lives end before the log has grown enough to be pruned: then there are more of them.
    for (let kill = 0; kill < Math.ceil(kills / 5) || (prunedUpTo(path) <= 1 && kill < 40); kill++) {
      await killAfter(100 + ((kill * 37) % 150), { path, from: kill * 1_000_000, atOnce: 64, maxBytes: 200_000 });
      await expectGood(path);
    }
    expect(prunedUpTo(path)).toBeGreaterThan(1);
  },
  kills * 20_000,
);
