import { afterAll, expect, test } from 'vitest';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, keysOf, testClock, testDir } from './fixture.ts';

const dir = testDir();
afterAll(dir.drop);

test('more entries than a segment has, written while the vault was sealed, are no gap: they wait for their signature', async () => {
  const log = openCallLog({ path: dir.path('calls.sqlite'), clock: testClock(), entriesOfASegment: 20 });
  const deny = (n: number) => {
    log.begin(beginOf(id('call', n)));
    log.end({ call: id('call', n), status: 'denied', sent: 'no', code: 'VAULT_SEALED' });
  };
  await log.setKeys(keysOf(1));
  deny(1);
  await log.setKeys(undefined);
  for (let n = 2; n < 40; n += 1) deny(n);
  expect(await log.verify({ keys: keysOf(1), isUnsigned: true })).toMatchObject({ result: 'intact' });
  // Where the log signs by itself, segments that should be there are missing.
  expect(await log.verify({ keys: keysOf(1) })).toMatchObject({ result: 'gap' });
  log.close();
});
