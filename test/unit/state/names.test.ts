import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { loadNames, type Names, saveNames } from '../../../electron/state/names.ts';
import { id, testDir } from '../calllog/fixture.ts';

const dir = testDir();
let folders = 0;
let path = '';
beforeEach(() => {
  const folder = dir.path(`data-${folders++}`);
  mkdirSync(folder);
  path = `${folder}/names.json`;
});
afterAll(dir.drop);

const names: Names = {
  v: 1,
  vaultId: 'vault-1',
  keys: [{ id: id('key', 1), label: 'kraken-main' }],
  bots: [{ id: id('bot', 1), name: 'grid-1', tokenHash: 'ab'.repeat(32) }],
};

test('names are read back as they were saved, and only their owner can read them', () => {
  saveNames(path, names);
  expect(loadNames(path)).toEqual({ names, warning: undefined });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('saving replaces the file as a whole and leaves nothing beside it', () => {
  writeFileSync(path, 'old', { mode: 0o644 });
  writeFileSync(`${path}.tmp`, 'left by a crash', { mode: 0o644 });
  chmodSync(`${path}.tmp`, 0o644);
  saveNames(path, names);
  expect(readdirSync(dir.path(`data-${folders - 1}`))).toEqual(['names.json']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a missing file names nobody and is no reason to warn', () => {
  expect(loadNames(path)).toEqual({ names: undefined, warning: undefined });
});

test.each([
  ['half of it', JSON.stringify(names).slice(0, 50)],
  ['another version', JSON.stringify({ ...names, v: 2 })],
  ['a grant smuggled in', JSON.stringify({ ...names, bots: [{ ...names.bots[0], grants: [] }] })],
  ['a token in clear', JSON.stringify({ ...names, bots: [{ ...names.bots[0], tokenHash: `kb_${'a'.repeat(43)}` }] })],
  ['nothing', ''],
])('a file with %s names nobody and is a warning', (_what, text) => {
  writeFileSync(path, text);
  expect(loadNames(path)).toMatchObject({ names: undefined, warning: expect.any(String) });
});

test('a folder in its place is a warning when read and a clear error when saved', () => {
  mkdirSync(path);
  expect(loadNames(path)).toMatchObject({ names: undefined, warning: expect.any(String) });
  expect(() => saveNames(path, names)).toThrow(expect.objectContaining({ code: 'RECORD_FAILED' }));
});
