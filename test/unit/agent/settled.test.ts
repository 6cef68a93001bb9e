/** What the record of a call that was cut off proves, and what it leaves open. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whatIsRecorded } from '../../../electron/agent/settled.ts';
import type { OutcomeEntry } from '../../../electron/calllog/record.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import type { Permission } from '../../../shared/permissions.ts';
import { beginOf, id, intentOf, outcomeOf, testClock, testDir } from '../calllog/fixture.ts';

let dir: ReturnType<typeof testDir>;
beforeEach(() => {
  dir = testDir();
});
afterEach(() => dir.drop());

const call = id('call', 1);
type Request = readonly [Permission, OutcomeEntry['sent'] | 'nothing came back'];

/** As the next start finds it: each request, and what was recorded of its answer. */
async function cutOff(requests: readonly Request[]) {
  const options = { path: dir.path('calls.sqlite'), clock: testClock() };
  const log = openCallLog(options);
  log.begin(beginOf(call));
  for (const [n, [permission, came]] of requests.entries()) {
    await log.intent(intentOf(call, { n, permission }));
    if (came === 'nothing came back') continue;
    log.outcome(outcomeOf(call, { n, sent: came, status: came === 'yes' ? 'ok' : 'failed' }));
  }
  log.close();
  const again = openCallLog(options);
  try {
    const record = again.get(call);
    if (record?.status !== 'interrupted') throw new Error('the call was not cut off');
    return whatIsRecorded(record);
  } finally {
    again.close();
  }
}

test.each<[string, readonly Request[], 'yes' | 'no' | 'unknown']>([
  ['no request at all', [], 'no'],
  ['nothing but a read that nobody answered', [['account.read', 'nothing came back']], 'no'],
  ['an order that was refused', [['orders.create', 'no']], 'no'],
  ['an order that was placed', [['orders.create', 'yes']], 'yes'],
  [
    'an order that was placed, after a read',
    [
      ['orders.read', 'yes'],
      ['orders.create', 'yes'],
    ],
    'yes',
  ],
  ['an order that nobody answered', [['orders.create', 'nothing came back']], 'unknown'],
  ['an order whose answer was lost', [['orders.create', 'unknown']], 'unknown'],
  [
    'two orders, of which one was placed',
    [
      ['orders.create', 'yes'],
      ['orders.create', 'no'],
    ],
    'unknown',
  ],
  ['a cancel that nobody answered', [['orders.cancel', 'nothing came back']], 'unknown'],
])('a call cut off with %s', async (_what, requests, expected) => {
  expect(await cutOff(requests)).toBe(expected);
});
