/**
 * A grid: buy orders below the price and sell orders above it, each filled one replaced on the other side.
 * Usage: node grid.mjs KEY [SYMBOL] [ROUNDS]
 *
 * Each order has a name, so that a round which was cut off can be repeated: the agent places a named order once.
 */
import { connect } from 'keybearer-client';

const [key = 'kraken-main', symbol = 'BTC/USD', rounds = 'Infinity'] = process.argv.slice(2);
const [levels, step, amount] = [3, 0.01, '0.001'];
// A new name for each start, the same for each repeat within it.
const run = Date.now().toString(36);

const exchange = await connect(key, { wait: true });
const { last } = await exchange.fetchTicker(symbol);
const places = Array.from({ length: levels }, (_, n) => [
  { side: 'buy', price: (last * (1 - step * (n + 1))).toFixed(1) },
  { side: 'sell', price: (last * (1 + step * (n + 1))).toFixed(1) },
]).flat();

let count = 0;
async function place({ side, price }) {
  count += 1;
  const order = await exchange.createOrder(
    symbol,
    'limit',
    side,
    amount,
    price,
    {},
    { idempotencyKey: `grid-${run}-${count}` },
  );
  console.log(`${side} ${amount} at ${price}: ${order.id}`);
  return { id: order.id, side, price: Number(price) };
}

let standing = [];
for (const one of places) standing.push(await place(one));
for (let round = 0; round < Number(rounds); round += 1) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const open = new Set((await exchange.fetchOpenOrders(symbol)).map(({ id }) => id));
  const filled = standing.filter(({ id }) => !open.has(id));
  standing = standing.filter(({ id }) => open.has(id));
  for (const { side, price } of filled) {
    const next =
      side === 'buy' ? { side: 'sell', price: price * (1 + step) } : { side: 'buy', price: price * (1 - step) };
    standing.push(await place({ ...next, price: next.price.toFixed(1) }));
  }
}
for (const { id } of standing) await exchange.cancelOrder(id, symbol);
console.log(`${standing.length} orders cancelled`);
await exchange.close();
