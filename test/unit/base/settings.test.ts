import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSettings } from '../../../electron/base/settings.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-settings-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const set = (name: string, value: string) => openSettings(dir).set(name, value);

describe('the settings of a new data directory', () => {
  test('lock the window after ten minutes, and never seal the vault by themselves', async () => {
    expect(await openSettings(dir).all()).toEqual({
      'notify.command': null,
      'pairing.http': false,
      'seal.afterIdleHours': null,
      'lock.afterIdleMinutes': 10,
      'log.keepDays': null,
      'log.maxMegabytes': 1000,
    });
  });
});

describe('seal.afterIdleHours', () => {
  test.each([
    ['12', 12],
    ['0.5', 0.5],
    ['0.001', 0.001],
    ['720', 720],
    ['null', null],
  ])('takes %s, and it is there for the next who looks', async (typed, value) => {
    expect((await set('seal.afterIdleHours', typed))['seal.afterIdleHours']).toBe(value);
    expect((await openSettings(dir).all())['seal.afterIdleHours']).toBe(value);
  });

  test.each(['0', '-1', '720.1', '1e999', '"12"', 'true', '[]', 'never', ''])('refuses %j', async (typed) => {
    await expect(set('seal.afterIdleHours', typed)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect((await openSettings(dir).all())['seal.afterIdleHours']).toBeNull();
  });
});

describe('lock.afterIdleMinutes', () => {
  test.each([
    ['1', 1],
    ['240', 240],
    ['null', null],
  ])('takes %s', async (typed, value) => {
    expect((await set('lock.afterIdleMinutes', typed))['lock.afterIdleMinutes']).toBe(value);
  });

  test.each(['0', '241', '1.5', '-5', '"10"', 'false'])('refuses %j', async (typed) => {
    await expect(set('lock.afterIdleMinutes', typed)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect((await openSettings(dir).all())['lock.afterIdleMinutes']).toBe(10);
  });

  test('says what it takes, whichever way it is wrong', async () => {
    for (const typed of ['0', '1.5', '"x"', 'x'])
      await expect(set('lock.afterIdleMinutes', typed)).rejects.toThrow(/^lock\.afterIdleMinutes.* 1 to 240, or null/);
  });
});

test('a setting that is changed leaves the others as they are, in a file that is closed to others', async () => {
  await set('seal.afterIdleHours', '8');
  await set('pairing.http', 'true');
  expect(await openSettings(dir).all()).toMatchObject({ 'seal.afterIdleHours': 8, 'pairing.http': true });
  const path = join(dir, 'settings.json');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ 'seal.afterIdleHours': 8 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
