/**
 * Shows what happens on a market and to one's own orders, and says so where something was missed.
 * Usage: node watcher.mjs KEY [SYMBOL] [EVENTS]
 */
import { connect } from 'keybearer-client';

const [key = 'kraken-main', symbol = 'BTC/USD', events = 'Infinity'] = process.argv.slice(2);
const exchange = await connect(key, { wait: true });

async function readOrders() {
  for (const { id, side, amount, price } of await exchange.fetchOpenOrders(symbol))
    console.log(`stands: ${id} ${side} ${amount} at ${price}`);
}

async function orders() {
  // After a gap nobody knows what was missed, so the orders are read anew.
  const watching = exchange.watch('watchOrders', symbol).onGap(({ reason }) => {
    console.log(`gap (${reason})`);
    readOrders().catch((fault) => console.error(fault.message));
  });
  for await (const changed of watching)
    for (const { id, status, filled } of changed) console.log(`order ${id}: ${status}, ${filled} filled`);
}

await readOrders();
const watchingOrders = orders();
let count = 0;
for await (const { last, bid, ask } of exchange.watch('watchTicker', symbol).onGap(() => console.log('gap'))) {
  console.log(`${symbol} ${last} (${bid} to ${ask})`);
  count += 1;
  if (count >= Number(events)) break;
}
await exchange.close();
await watchingOrders;
