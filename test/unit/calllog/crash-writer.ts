/** Writes intents until it is killed, and names each one that is said to be on the disk. */
import { systemClock } from '../../../electron/base/clock.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf } from './fixture.ts';

const log = openCallLog({ path: process.argv[2] ?? '', clock: systemClock });
for (let n = 1; ; n++) {
  const call = id('call', n);
  log.begin(beginOf(call));
  await log.intent(intentOf(call));
  process.stdout.write(`${call}\n`);
}
