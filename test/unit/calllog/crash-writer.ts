/** Writes calls, many at a time, until it is killed, and names each whose intent is said to be on the disk. */
import { systemClock } from '../../../electron/base/clock.ts';
import { openCallLog } from '../../../electron/calllog/store.ts';
import { beginOf, id, intentOf, keysOf, outcomeOf } from './fixture.ts';

const [path = '', from = '1', atOnce = '1', maxBytes = '1e9'] = process.argv.slice(2);
const retention = { maxBytes: Number(maxBytes) };
const log = openCallLog({ path, clock: systemClock, entriesOfASegment: 50, retention });
await log.setKeys(keysOf(1));
let n = Number(from);

async function go(): Promise<never> {
  for (;;) {
    const call = id('call', n++);
    log.begin(beginOf(call));
    await log.intent(intentOf(call, { permission: n % 2 === 0 ? 'orders.create' : 'account.read' }));
    process.stdout.write(`${call}\n`);
    log.outcome(outcomeOf(call));
    if (n % 3 > 0) log.end({ call, status: 'ok', sent: 'yes' });
  }
}

await Promise.all(Array.from({ length: Number(atOnce) }, go));
