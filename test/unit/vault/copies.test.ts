import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreVault } from '../../../electron/vault/backup.ts';
import { keepCopies } from '../../../electron/vault/copies.ts';
import { isoWeekOf, namesAt, outdated } from '../../../electron/vault/copy-names.ts';
import { nodeFs } from '../../../electron/vault/node-fs.ts';
import type { Vault } from '../../../electron/vault/vault.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';
import { byPassphrase, codeOf, contentsOf, depsOn, dir, makeVault, put } from './helpers.ts';

const dayMs = 86_400_000;
const noon = Date.UTC(2026, 6, 25, 12);
const folder = `${dir}/backups`;
const today = `${folder}/vault-2026-07-25.json`;
const week = `${folder}/vault-2026-W30.json`;

const keepAt = (fs: MemoryFs, vault: Vault, nowMs: number): Promise<void> =>
  keepCopies({ dir, fs, clock: { now: () => nowMs } }, vault.bytes(), (bytes) => vault.isWhole(bytes));
const namesIn = (fs: MemoryFs): string[] =>
  [...fs.files().keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length + 1));
const bytesAt = (fs: MemoryFs, path: string): Buffer => Buffer.from(fs.files().get(path) ?? []);

describe('the names of copies', () => {
  test.each([
    // Source: ISO 8601; the weeks round the turn of the year.
    ['2005-01-01', '2004-W53'],
    ['2005-01-02', '2004-W53'],
    ['2005-12-31', '2005-W52'],
    ['2007-01-01', '2007-W01'],
    ['2007-12-30', '2007-W52'],
    ['2007-12-31', '2008-W01'],
    ['2008-12-28', '2008-W52'],
    ['2008-12-29', '2009-W01'],
    ['2009-12-31', '2009-W53'],
    ['2010-01-03', '2009-W53'],
    ['2010-01-04', '2010-W01'],
    ['1970-01-01', '1970-W01'],
    ['1969-12-28', '1969-W52'],
  ])('%s is in week %s', (day, expected) => {
    expect(isoWeekOf(Date.parse(`${day}T00:00:00Z`))).toBe(expected);
    expect(isoWeekOf(Date.parse(`${day}T23:59:59.999Z`))).toBe(expected);
  });

  const moment = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2199, 0, 1) });

  test('a week is seven days from Monday, and weeks and days follow each other in the order of their names', () => {
    fc.assert(
      fc.property(moment, (timeMs) => {
        const week = isoWeekOf(timeMs);
        const isSunday = new Date(timeMs).getUTCDay() === 0;
        expect(isoWeekOf(timeMs + dayMs) === week).toBe(!isSunday);
        expect(isoWeekOf(timeMs + 7 * dayMs) > week).toBe(true);
        const [daily, weekly] = namesAt(timeMs);
        const [nextDaily, nextWeekly] = namesAt(timeMs + dayMs);
        expect([nextDaily > daily, nextWeekly >= weekly]).toEqual([true, true]);
        // 4 January is always in week 1, and the year of the week is at most a few days off the year.
        const [year] = week.split('-');
        expect(isoWeekOf(Date.UTC(Number(year), 0, 4))).toBe(`${year}-W01`);
      }),
      { numRuns: 2000 },
    );
  });

  test('what interrupted writes left is outdated, but not what others call so', () => {
    const left = ['vault-2026-07-25.json.tmp', 'vault-2026-W30.json.tmp'];
    expect(outdated([...left, 'notes.tmp', 'vault-2026-W99.json.tmp', '.tmp', 'vault-2026-07-25.json'], noon)).toEqual(
      left,
    );
  });

  test('of any files in the folder only our own, past and beyond 7 and 4, are outdated', () => {
    const file = fc.oneof(
      moment.map((timeMs) => namesAt(timeMs)[0]),
      moment.map((timeMs) => namesAt(timeMs)[1]),
      fc.constantFrom('vault-2026-13-01.json', 'vault-2026-W54.json', 'vault-2026-07-25.json.other-x', 'notes.txt'),
      fc.constantFrom('vault-before-migration-g2.json', 'vault-2026-7-25.json', 'vault-2026-07-25.json.bak'),
    );
    fc.assert(
      fc.property(fc.uniqueArray(file, { maxLength: 60 }), moment, (names, nowMs) => {
        const gone = new Set(outdated(names, nowMs));
        const left = names.filter((name) => !gone.has(name));
        const [daily, weekly] = namesAt(nowMs);
        const expectNewest = (pattern: RegExp, current: string, keep: number): void => {
          const past = (all: readonly string[]) => all.filter((name) => pattern.test(name) && name <= current).sort();
          expect(past(left)).toEqual(past(names).slice(-keep));
        };
        expectNewest(/^vault-\d{4}-(?!13)\d\d-\d\d\.json$/, daily, 7);
        expectNewest(/^vault-\d{4}-W(?!54)\d\d\.json$/, weekly, 4);
        for (const name of gone) expect(name).toMatch(/^vault-\d{4}-(\d\d-\d\d|W\d\d)\.json$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the automatic copies', () => {
  test('are one for the day and one for the week, and either makes the vault again', async () => {
    const { fs, vault } = await makeVault();
    await keepAt(fs, vault, noon);
    expect(namesIn(fs).sort()).toEqual(['vault-2026-07-25.json', 'vault-2026-W30.json']);
    for (const path of [today, week]) {
      const restored = await restoreVault(depsOn(MemoryFs.of([])), bytesAt(fs, path), byPassphrase());
      expect(contentsOf(restored)).toEqual(contentsOf(vault));
    }
  });

  test('keep the first state of a day, whatever comes later, and cost no write then', async () => {
    const { fs, vault } = await makeVault();
    await keepAt(fs, vault, noon);
    const first = bytesAt(fs, today);
    await vault.commit([put('key_a', 'later')]);
    const calls = fs.calls.length;
    await keepAt(fs, vault, noon + 11 * 3_600_000);
    expect(bytesAt(fs, today)).toEqual(first);
    expect(fs.calls.slice(calls).filter((call) => !/^(read|list) /.test(call))).toEqual([]);
    await keepAt(fs, vault, noon + dayMs);
    expect(bytesAt(fs, `${folder}/vault-2026-07-26.json`)).toEqual(vault.bytes());
    expect(bytesAt(fs, week)).toEqual(first);
  });

  test('are made again where they are damaged, or under keys that a rotation has retired', async () => {
    const { fs, vault } = await makeVault();
    await keepAt(fs, vault, noon);
    fs.set(today, bytesAt(fs, today).subarray(0, 500));
    await keepAt(fs, vault, noon);
    expect(bytesAt(fs, today)).toEqual(vault.bytes());
    await vault.rotate(byPassphrase());
    await keepAt(fs, vault, noon);
    for (const path of [today, week]) expect(bytesAt(fs, path)).toEqual(vault.bytes());
  });

  test('of another vault, or of a newer version, are put aside and not written over', async () => {
    const { fs, vault } = await makeVault();
    const other = (await makeVault()).vault.bytes();
    const newer = Buffer.from('{"v":2,"magic":"keybearer-vault","shape":"unknown"}');
    fs.set(today, other);
    fs.set(week, newer);
    await keepAt(fs, vault, noon);
    expect(bytesAt(fs, `${today}.other-20260725T120000.000Z`)).toEqual(other);
    expect(bytesAt(fs, `${week}.other-20260725T120000.000Z`)).toEqual(newer);
    for (const path of [today, week]) expect(bytesAt(fs, path)).toEqual(vault.bytes());
  });

  test('over 100 days are the newest 7 and the newest 4, and no other file is touched', async () => {
    const { fs, vault } = await makeVault();
    const others = ['notes.txt', 'vault-2026-13-01.json', 'vault-2020-01-01.json.other-x'];
    for (const name of others) fs.set(`${folder}/${name}`, Buffer.from('mine'));
    fs.set(`${folder}/vault-2026-07-24.json.tmp`, Buffer.from('cut off'));
    for (let day = 0; day < 100; day += 1) {
      await vault.commit([put('day', `${day}`)]);
      await keepAt(fs, vault, noon + day * dayMs);
      const names = namesIn(fs);
      expect(names.filter((name) => /^vault-\d{4}-\d\d-\d\d\.json$/.test(name) && !others.includes(name))).toHaveLength(
        Math.min(day + 1, 7),
      );
      expect(names.filter((name) => /W\d\d/.test(name)).length).toBeLessThanOrEqual(4);
    }
    expect(namesIn(fs).sort()).toEqual(
      [
        ...others,
        ...[26, 27, 28, 29, 30, 31].map((day) => `vault-2026-10-${day}.json`),
        'vault-2026-11-01.json',
        ...[41, 42, 43, 44].map((number) => `vault-2026-W${number}.json`),
      ].sort(),
    );
    for (const name of others) expect(bytesAt(fs, `${folder}/${name}`).toString()).toBe('mine');
  });

  test('a clock that was in the future for a while costs no copy', async () => {
    const { fs, vault } = await makeVault();
    for (let day = 0; day < 9; day += 1) await keepAt(fs, vault, noon + (day + 400) * dayMs);
    await keepAt(fs, vault, noon);
    await keepAt(fs, vault, noon + dayMs);
    expect(namesIn(fs)).toEqual(expect.arrayContaining(['vault-2026-07-25.json', 'vault-2026-07-26.json']));
    expect(namesIn(fs).filter((name) => name.startsWith('vault-2027'))).not.toHaveLength(0);
  });

  test('of what is no whole vault are not made', async () => {
    const { fs, vault } = await makeVault();
    const keeping = keepCopies({ dir, fs, clock: { now: () => noon } }, Buffer.from('x'), (b) => vault.isWhole(b));
    expect(await codeOf(() => keeping)).toBe('VAULT_DAMAGED');
    expect(namesIn(fs)).toEqual([]);
  });
});

describe('faults while a copy is made', () => {
  async function ready() {
    const { fs, vault } = await makeVault();
    for (let day = -8; day < 0; day += 1) await keepAt(fs, vault, noon + day * dayMs);
    return { fs: fs.copy(), vault };
  }

  test('at any call leave at least 7 whole daily copies, and no half of one, and the next try works', async () => {
    const trial = await ready();
    await keepAt(trial.fs, trial.vault, noon);
    const calls = trial.fs.calls.length;
    for (let at = 0; at < calls; at += 1) {
      const { fs, vault } = await ready();
      fs.failAt(at, 'ENOSPC');
      expect(await codeOf(() => keepAt(fs, vault, noon))).toBe('DISK_FULL');
      const daily = namesIn(fs).filter((name) => /-\d\d\.json$/.test(name));
      expect(daily.length).toBeGreaterThanOrEqual(7);
      for (const name of namesIn(fs))
        expect([name, vault.isWhole(bytesAt(fs, `${folder}/${name}`))]).toEqual([name, true]);
      await keepAt(fs, vault, noon);
      expect(bytesAt(fs, today)).toEqual(vault.bytes());
    }
  });

  test('a power cut at any call does likewise, also while the folder is made', async () => {
    for (const isFirst of [true, false]) {
      const begin = async () => (isFirst ? await makeVault() : await ready());
      const trial = await begin();
      const before = trial.fs.calls.length;
      await keepAt(trial.fs, trial.vault, noon);
      const calls = trial.fs.calls.length - before;
      for (let at = 0; at <= calls; at += 1) {
        const { fs, vault } = await begin();
        fs.failAt(at, 'EIO', 'before', true);
        const code = await codeOf(() => keepAt(fs, vault, noon));
        expect(code === undefined).toBe(at === calls);
        for (const left of fs.crashStates()) {
          const daily = namesIn(left).filter((name) => /-\d\d\.json$/.test(name));
          expect(daily.length).toBeGreaterThanOrEqual(isFirst ? 0 : 7);
          if (code === undefined) expect(daily).toContain('vault-2026-07-25.json');
          for (const name of namesIn(left).filter((each) => !each.endsWith('.tmp')))
            expect(vault.isWhole(bytesAt(left, `${folder}/${name}`))).toBe(true);
        }
      }
    }
  });

  test('a copy that can not be read is made again, and a disk that says no is not taken for an empty one', async () => {
    for (const [errno, code] of [
      ['EIO', undefined],
      ['EFBIG', undefined],
      ['EACCES', 'INPUT_INVALID'],
    ] as const) {
      const { fs, vault } = await makeVault();
      await keepAt(fs, vault, noon);
      fs.failAt(0, errno);
      expect(await codeOf(() => keepAt(fs, vault, noon))).toBe(code);
    }
  });
});

describe('on a real disk', () => {
  test('the folder is closed to others, and is neither a file nor a link', async () => {
    const place = mkdtempSync(join(tmpdir(), 'copies-'));
    const { vault } = await makeVault();
    const keeping = () =>
      keepCopies({ dir: place, fs: nodeFs, clock: { now: () => noon } }, vault.bytes(), (bytes) =>
        vault.isWhole(bytes),
      );
    try {
      const backups = join(place, 'backups');
      for (const plant of [() => writeFileSync(backups, 'x'), () => symlinkSync(tmpdir(), backups)]) {
        plant();
        expect(await codeOf(keeping)).toBe('INPUT_INVALID');
        rmSync(backups);
      }
      expect(await nodeFs.list(backups)).toEqual([]);
      await keeping();
      await keeping();
      expect(statSync(backups).mode & 0o777).toBe(0o700);
      expect(readdirSync(backups).sort()).toEqual(['vault-2026-07-25.json', 'vault-2026-W30.json']);
      for (const name of readdirSync(backups)) expect(statSync(join(backups, name)).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});
