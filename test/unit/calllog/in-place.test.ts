import { copyFileSync, renameSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginOf, intentOf, keysOf } from './fixture.ts';
import { LogFiles } from './log-files.ts';

const files = new LogFiles();
beforeEach(() => files.next());
afterAll(() => files.drop());

const failed = expect.objectContaining({ code: 'RECORD_FAILED' });

// Windows lets nobody move a file that is open.
const canMove = process.platform !== 'win32';

describe('a log whose file is moved away while it is open', () => {
  const aside = () => `${files.path}-aside`;

  test.each([
    ['and another put in its place', () => copyFileSync(aside(), files.path)],
    ['and nothing put in its place', () => {}],
  ])('%s takes no intent, gets no key, and says what to do', async (_what, replace) => {
    if (!canMove) return;
    const log = files.openLog();
    await log.setKeys(keysOf(1));
    await files.record(log, 3);
    renameSync(files.path, aside());
    replace();
    const call = files.nextCall();
    log.begin(beginOf(call));
    await expect(log.intent(intentOf(call))).rejects.toEqual(failed);
    expect(log.fault()?.message).toContain('start it again');
    await log.setKeys(undefined);
    await expect(log.setKeys(keysOf(1))).rejects.toEqual(failed);
    log.close();
  });

  test('and put back goes on, with what waited', async () => {
    if (!canMove) return;
    const log = files.openLog();
    await files.record(log, 3);
    renameSync(files.path, aside());
    const call = files.nextCall();
    log.begin(beginOf(call));
    await expect(log.intent(intentOf(call))).rejects.toEqual(failed);
    renameSync(aside(), files.path);
    await vi.waitFor(() => expect(log.fault()).toBeUndefined(), 5000);
    await files.record(log, 1);
    expect(log.get(call)).toMatchObject({ requests: [{ status: 'pending' }] });
    log.close();
  });
});
