/** The vault on a real disk: what opening costs beside Argon2id, and what a save costs beside the disk. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../electron/base/clock.ts';
import { systemRandom } from '../../electron/base/random.ts';
import { Secret } from '../../electron/base/secret.ts';
import { argon2idKdf, defaultKdfParams, type Kdf } from '../../electron/vault/kdf.ts';
import { nodeFs } from '../../electron/vault/node-fs.ts';
import { type Change, createVault, openVault, type Vault, type VaultDeps } from '../../electron/vault/vault.ts';
import { byPassphrase, contentsOf, quickKdf, words } from '../unit/vault/helpers.ts';
import { type Figure, percentile } from './figures.ts';

const manyKeys = 1000;
const fewKeys = 10;

/** Two records a key, of the size of real ones. */
function keyChanges(count: number): Change[] {
  return Array.from({ length: count }, (_, n) => `key_${String(n).padStart(4, '0')}`).flatMap((id) => [
    { put: { id, type: 'key', schema: 1, payload: Buffer.alloc(700, 'k') } },
    { put: { id: `${id}.credential`, type: 'credential', schema: 1, payload: Buffer.alloc(300, 'c') } },
  ]);
}

const depsAt = (dir: string, kdf: Kdf): VaultDeps => ({
  ...{ dir, kdf, fs: nodeFs, clock: systemClock, random: systemRandom, kdfParams: defaultKdfParams },
});

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Each of the works again and again, in turns, so that noise hits all of them. Gives: their times. */
async function inTurns(count: number, ...works: readonly (() => Promise<unknown>)[]): Promise<number[][]> {
  const times: number[][] = works.map(() => []);
  for (let n = 0; n < count; n += 1) for (const [index, work] of works.entries()) times[index]?.push(await timed(work));
  return times;
}

/** What any program does that keeps a file safely: write, fsync, rename, fsync of the directory. */
async function bareWrite(dir: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dir, 'bare.tmp');
  const file = await open(temporary, 'w', 0o600);
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  await rename(temporary, join(dir, 'bare.json'));
  const folder = await open(dir, 'r');
  await folder.sync();
  await folder.close();
}

interface Bench {
  readonly dir: string;
  readonly vault: Vault;
}

async function makeBench(parent: string, keys: number, kdf: Kdf): Promise<Bench> {
  const dir = join(parent, `${keys}-keys`);
  mkdirSync(dir, { mode: 0o700 });
  const { vault } = await createVault(depsAt(dir, kdf), Secret.ofText(words));
  await vault.commit(keyChanges(keys), { both: true });
  return { dir, vault };
}

/** Adds values to a figure by its name, one a round. */
class Figures {
  readonly #values = new Map<string, { unit: string; goal: string; values: number[] }>();

  add(what: string, value: number, unit: string, goal = '-'): void {
    const figure = this.#values.get(what) ?? { unit, goal, values: [] };
    figure.values.push(value);
    this.#values.set(what, figure);
  }

  list(): Figure[] {
    return [...this.#values].map(([what, figure]) => ({ what, ...figure }));
  }
}

/** Takes: rounds in turns; saves = how many saves a round. */
export async function measureVault(rounds: number, saves: number): Promise<Figure[]> {
  const parent = mkdtempSync(join(tmpdir(), 'keybearer-vault-bench-'));
  const figures = new Figures();
  try {
    const few = await makeBench(parent, fewKeys, quickKdf);
    const many = await makeBench(parent, manyKeys, quickKdf);
    for (let round = 0; round < rounds; round += 1) {
      await unlocks(figures, few, many);
      await savesOf(figures, few, saves);
      await withManyKeys(figures, many, saves);
      const dir = join(parent, `made-${round}`);
      mkdirSync(dir, { mode: 0o700 });
      const make = () => createVault(depsAt(dir, quickKdf), Secret.ofText(words));
      figures.add('vault: make one, without the KDF', await timed(make), 'ms');
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
  return figures.list();
}

/** Opening with the real KDF, and the KDF alone, in turns. */
async function unlocks(figures: Figures, few: Bench, many: Bench): Promise<void> {
  const real = argon2idKdf();
  const spent: number[] = [];
  // The vaults were made by the quick one, so the real one runs beside it and its time is taken off.
  const slow: Kdf = async (passphrase, salt, params) => {
    const from = performance.now();
    (await real(passphrase, salt, params)).wipe();
    const key = await quickKdf(passphrase, salt, params);
    spent.push(performance.now() - from);
    return key;
  };
  for (const [name, { dir }] of [
    [`${fewKeys} keys`, few],
    [`${manyKeys} keys`, many],
  ] as const) {
    const whole = await timed(async () => (await openVault(depsAt(dir, slow), byPassphrase())).seal());
    const kdf = spent.pop() ?? Number.NaN;
    figures.add('vault: Argon2id, 64 MiB and 3 passes', kdf, 'ms');
    figures.add(`vault: unlock beyond Argon2id, ${name}`, whole - kdf, 'ms', 'at most 50');
  }
}

async function savesOf(figures: Figures, { dir, vault }: Bench, saves: number): Promise<void> {
  const change: Change[] = keyChanges(1);
  const bytes = vault.bytes();
  const [bare = [], one = [], both = []] = await inTurns(
    saves,
    () => bareWrite(dir, bytes),
    () => vault.commit(change),
    () => vault.commit(change, { both: true }),
  );
  for (const [name, times] of [
    ['write, fsync, rename of the same bytes', bare],
    ['a save', one],
    ['a save to both files', both],
  ] as const) {
    figures.add(`vault: ${name}, ${fewKeys} keys, p50`, percentile(times, 0.5), 'ms');
    figures.add(`vault: ${name}, ${fewKeys} keys, p99`, percentile(times, 0.99), 'ms');
  }
  figures.add('vault: a save / the bare write, p50', percentile(one, 0.5) / percentile(bare, 0.5), 'x');
}

async function withManyKeys(figures: Figures, { dir, vault }: Bench, saves: number): Promise<void> {
  const name = `${manyKeys} keys`;
  const few = Math.max(5, Math.floor(saves / 10));
  const bytes = vault.bytes();
  const [bare = [], times = []] = await inTurns(
    few,
    () => bareWrite(dir, bytes),
    () => vault.commit(keyChanges(1)),
  );
  figures.add(`vault: a save, ${name}, p50`, percentile(times, 0.5), 'ms');
  figures.add(`vault: a save / the bare write, ${name}, p50`, percentile(times, 0.5) / percentile(bare, 0.5), 'x');
  figures.add(`vault: list, ${name}`, await timed(() => vault.list()), 'ms');
  figures.add(`vault: read every record, ${name}`, await timed(() => contentsOf(vault)), 'ms');
  figures.add(`vault: rotate everything, ${name}`, await timed(() => vault.rotate(byPassphrase())), 'ms');
}
