/**
 * What to do about an error: the only question is whether the exchange may have acted.
 * Usage: node errors.mjs KEY [SYMBOL]
 */
import { connect, errors, KeybearerError } from 'keybearer-client';

const [key = 'kraken-main', symbol = 'BTC/USD'] = process.argv.slice(2);

async function explained(what, work) {
  try {
    const result = await work();
    console.log(`${what}: done`);
    return result;
  } catch (fault) {
    if (!(fault instanceof KeybearerError)) throw fault;
    console.log(`${what}: ${fault.code}, sent: ${fault.sent}, call ${fault.callId ?? 'none'}`);
    for (const { text, likelihood } of fault.causes) console.log(`  ${Math.round(likelihood * 100)} %: ${text}`);
    if (fault.sent === 'no') console.log('  nothing happened at the exchange');
    // No SDK repeats this: look first, by the call's id in GET /v1/calls or by fetchOpenOrders.
    else console.log('  it may have happened: look before you repeat it');
    // The same classes as ccxt's, by the same names.
    if (fault instanceof errors.InsufficientFunds) console.log('  there is not enough money');
    return undefined;
  }
}

const exchange = await explained('connect', () => connect(key, { timeout: 10 }));
if (exchange === undefined) process.exit(1);
await explained('an order past the balance', () => exchange.createOrder(symbol, 'limit', 'buy', 1_000_000, 50_000));
await explained('a withdrawal that no grant allows', () => exchange.withdraw('BTC', 0.1, 'somewhere'));
await explained('a method that does not exist', () => exchange.call('fetchBalanse'));
await explained('a price that is no number', () => exchange.createOrder(symbol, 'limit', 'buy', 0.001, Number.NaN));
// With a name, a repeat is the same order: it is placed once.
const name = { idempotencyKey: `example-${Date.now()}` };
const twice = [1, 2].map(() => exchange.createOrder(symbol, 'limit', 'buy', '0.001', '1000', {}, name));
const [first, second] = await Promise.all(twice);
console.log(first.id === second.id ? 'the same order twice: placed once' : 'placed twice');
await exchange.cancelOrder(first.id, symbol);
await exchange.close();
