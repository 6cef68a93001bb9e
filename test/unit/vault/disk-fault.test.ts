import { expect, test } from 'vitest';
import { diskFault, errnoOf } from '../../../electron/vault/disk-fault.ts';
import { putWhole } from '../../../electron/vault/write-file.ts';
import { AppError } from '../../../shared/errors.ts';
import { MemoryFs } from '../../fakes/memory-fs.ts';

const of = (code: unknown): Error => Object.assign(new Error('x'), { code });

test.each([
  ['ENOSPC', 'DISK_FULL'],
  ['EDQUOT', 'DISK_FULL'],
  ['EROFS', 'INPUT_INVALID'],
  ['EACCES', 'INPUT_INVALID'],
  ['EPERM', 'INPUT_INVALID'],
  ['ENOENT', 'INPUT_INVALID'],
  ['EIO', 'INTERNAL'],
  [7, 'INTERNAL'],
])('a fault with code %s is %s, and names the path and what became of it', (code, expected) => {
  const fault = diskFault(of(code), '/data/vault-a.json', 'Nothing was changed.');
  expect(fault.code).toBe(expected);
  expect(fault.message).toMatch(/\/data\/vault-a\.json.*Nothing was changed\.$/);
  expect(fault.sent).toBe('no');
});

test('what is no fault of the disk has no errno, and what is one of ours stays as it is', () => {
  for (const thrown of [undefined, null, 'EIO', {}, new Error('EIO'), of(undefined), of(5)])
    expect(errnoOf(thrown)).toBeUndefined();
  expect(errnoOf(of('EIO'))).toBe('EIO');
  const ours = new AppError('VAULT_SEALED');
  expect(diskFault(ours, '/data', '')).toBe(ours);
});

test('a file that reads back otherwise than it was written is a fault, and leaves no temporary file', async () => {
  const bytes = Buffer.from('whole');
  for (const read of [Buffer.from('whale'), Buffer.from(''), undefined]) {
    const fs = MemoryFs.of([]);
    fs.read = async () => read;
    await expect(putWhole(fs, '/data/x.json', bytes)).rejects.toMatchObject({ code: 'EIO' });
    expect([...fs.files().keys()]).toEqual(['/data/x.json']);
  }
});
