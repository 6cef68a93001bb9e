import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../../electron/base/random.ts';
import { Secret } from '../../../electron/base/secret.ts';
import { type Anchor, type AnchorPlace, readAnchor, writeAnchor } from '../../../electron/vault/anchor.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';

const vaultId = 'a'.repeat(32);
const path = '/data/anchor.json';
const anchor: Anchor = { generation: 12, turn: 3, log: { entry: 40, hash: 'c'.repeat(64), epoch: 1, count: 0 } };
const keyOf = (letter: string): Secret => Secret.ofText(letter.repeat(32));
const at = (fs: MemoryFs, changes: Partial<AnchorPlace> = {}): AnchorPlace => ({
  ...{ dir: '/data', fs, vaultId, key: keyOf('k') },
  ...changes,
});
const written = async (): Promise<MemoryFs> => {
  const fs = new MemoryFs();
  await writeAnchor(at(fs), anchor, systemRandom);
  return fs;
};
const codeOf = (fault: unknown): unknown => (fault instanceof Error && 'code' in fault ? fault.code : fault);

test('what was written is read, and replaced by the next', async () => {
  const fs = await written();
  expect(await readAnchor(at(fs))).toEqual(anchor);
  await writeAnchor(at(fs), { ...anchor, generation: 13, log: null }, systemRandom);
  expect(await readAnchor(at(fs))).toEqual({ ...anchor, generation: 13, log: null });
  expect([...fs.files().keys()]).toEqual([path]);
});

test('where there is no file nothing was seen', async () => {
  expect(await readAnchor(at(new MemoryFs()))).toBeUndefined();
});

describe('is taken for nothing seen', () => {
  const changed: Record<string, (text: string) => string> = {
    'a file that is cut off': (text) => text.slice(0, -5),
    'a file of another kind': (text) => text.replace('keybearer-anchor', 'keybearer-vault'),
    'a changed byte of the ciphertext': (text) =>
      text.replace(/"ciphertext":"(.)/, (_all, first) => `"ciphertext":"${first === 'A' ? 'B' : 'A'}`),
    'an empty file': () => '',
  };
  test.each(Object.entries(changed))('%s', async (_what, change) => {
    const fs = await written();
    fs.set(path, Buffer.from(change(Buffer.from(fs.files().get(path) ?? []).toString('utf8'))));
    expect(await readAnchor(at(fs))).toBeUndefined();
  });

  test('a file of another vault, or under another key', async () => {
    const fs = await written();
    expect(await readAnchor(at(fs, { vaultId: 'b'.repeat(32) }))).toBeUndefined();
    expect(await readAnchor(at(fs, { key: keyOf('x') }))).toBeUndefined();
  });
});

test('what a full disk cuts off leaves the old file, and the next write clears up', async () => {
  const fs = await written();
  const before = fs.files().get(path);
  const calls = new MemoryFs();
  await writeAnchor(at(calls), anchor, systemRandom);
  for (let n = 0; n < calls.calls.length; n += 1) {
    fs.failAt(n, 'ENOSPC', 'before', true);
    expect(codeOf(await writeAnchor(at(fs), { ...anchor, turn: 4 }, systemRandom).catch((fault) => fault))).toBe(
      'DISK_FULL',
    );
    fs.fault = undefined;
    const found = await readAnchor(at(fs));
    expect([3, 4]).toContain(found?.turn);
  }
  expect(before).toBeDefined();
  await writeAnchor(at(fs), { ...anchor, turn: 5 }, systemRandom);
  expect(await readAnchor(at(fs))).toEqual({ ...anchor, turn: 5 });
});

test('a disk that can not be read is said', async () => {
  const fs = await written();
  fs.failAt(0, 'EIO');
  expect(codeOf(await readAnchor(at(fs)).catch((fault) => fault))).toBe('INTERNAL');
});
