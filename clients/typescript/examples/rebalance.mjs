/**
 * Brings an account back to half in a currency and half in its quote, once, within limits of its own beside the agent's.
 * Usage: node rebalance.mjs KEY [SYMBOL] [MOST]     MOST: what one order may be worth, in the quote
 */
import { connect, KeybearerError } from 'keybearer-client';

const [key = 'kraken-main', symbol = 'BTC/USD', most = '100'] = process.argv.slice(2);
const [base, quote] = symbol.split('/');

const exchange = await connect(key);
await exchange.loadMarkets();
const market = exchange.markets[symbol];
if (market === undefined) throw new Error(`${key} has no market ${symbol}`);

const [balance, { bid, ask }] = await Promise.all([exchange.fetchBalance(), exchange.fetchTicker(symbol)]);
const price = (bid + ask) / 2;
const held = { base: (balance.total[base] ?? 0) * price, quote: balance.total[quote] ?? 0 };
const surplus = (held.base - held.quote) / 2;
const side = surplus > 0 ? 'sell' : 'buy';
const worth = Math.min(Math.abs(surplus), Number(most));
const amount = (worth / price).toFixed(8);
console.log(
  `${base} ${held.base.toFixed(2)}, ${quote} ${held.quote.toFixed(2)}: ${side} ${amount} ${base}, worth ${worth.toFixed(2)} ${quote}`,
);

if (Number(amount) < (market.limits.amount.min ?? 0)) console.log('less than the exchange takes: nothing to do');
else {
  try {
    const order = await exchange.createOrder(symbol, 'limit', side, amount, side === 'buy' ? ask : bid);
    console.log(`placed ${order.id}`);
  } catch (fault) {
    // The owner's limits are the agent's: what is past them was never sent.
    if (!(fault instanceof KeybearerError) || !['LIMIT_EXCEEDED', 'SYMBOL_DENIED'].includes(fault.code)) throw fault;
    console.log(`refused by the owner's limits: ${fault.message}`);
  }
}
await exchange.close();
