import type Big from 'big.js';
import type { LedgerEntry } from '../account/ledger.ts';
import type { Exchange } from '../exchange.ts';
import { type Asset, assets } from '../market/markets.ts';
import type { OrderChange } from '../orders/events.ts';
import { meanPriceOf, type Order, type Trade } from '../orders/order.ts';
import { assetName, exact, exactPrice, symbolOf, timeText } from './wire.ts';

/** An order's news in the channel `executions`. Source: docs.kraken.com/api/docs/websocket-v2/executions */
export function viewExecution(order: Order, change: OrderChange, trade: Trade | undefined, timeMs: number): object {
  const { form } = order;
  const { pair } = form;
  const qty = (amount: Big): unknown => exact(amount.toFixed(pair.lotDecimals));
  const money = (amount: Big): unknown => exact(amount.toFixed(pair.costDecimals));
  return {
    order_id: order.id,
    ...(form.userref === undefined ? {} : { order_userref: form.userref }),
    ...(form.clOrdId === undefined ? {} : { cl_ord_id: form.clOrdId }),
    ...(order.parentId === undefined ? {} : { order_ref_id: order.parentId }),
    exec_type: change,
    order_status: statusOf(order),
    symbol: symbolOf(pair),
    side: form.side,
    order_type: form.type,
    order_qty: qty(order.volume),
    ...(order.limitTicks === undefined
      ? {}
      : { limit_price: exactPrice(order.limitTicks, pair), limit_price_type: 'static' }),
    ...(order.triggerTicks === undefined ? {} : viewTrigger(order, order.triggerTicks)),
    time_in_force: form.timeInForce,
    post_only: form.isPostOnly,
    ...(form.expiresSec === 0 ? {} : { expire_time: timeText(form.expiresSec * 1000) }),
    cum_qty: qty(order.filled),
    cum_cost: money(order.cost),
    avg_price: exact(meanPriceOf(order).toFixed(pair.priceDecimals)),
    fee_ccy_pref: form.isFeeInBase ? 'fcib' : 'fciq',
    ...(order.reason === undefined ? {} : { reason: order.reason, cancel_reason: order.reason }),
    ...(trade === undefined ? {} : viewFill(trade)),
    timestamp: timeText(timeMs),
  };
}

/** A fill of the past, for the snapshot that `snap_trades` asks for. */
export const viewPastTrade = (trade: Trade): object => viewExecution(trade.order, 'trade', trade, trade.timeMs);

/** The channel `balances` as it begins. Source: docs.kraken.com/api/docs/websocket-v2/balances */
export function viewBalances({ book }: Exchange): readonly object[] {
  return assets.map((asset) => {
    const balance = amountOf(book.account.balance(asset), asset);
    const wallets = [{ type: 'spot', id: 'main', balance }];
    return { asset: assetName(asset.altname), asset_class: 'currency', balance, wallets };
  });
}

/** A change of a balance in the channel `balances`. */
export function viewEntry({ id, refid, timeMs, type, asset, amount, fee, balance }: LedgerEntry): object {
  return {
    ledger_id: id,
    ref_id: refid,
    timestamp: timeText(timeMs),
    type,
    category: type,
    asset: assetName(asset.altname),
    asset_class: 'currency',
    wallet_type: 'spot',
    wallet_id: 'main',
    amount: amountOf(amount, asset),
    fee: amountOf(fee, asset),
    balance: amountOf(balance, asset),
  };
}

const amountOf = (amount: Big, asset: Asset): unknown => exact(amount.toFixed(asset.decimals));

function viewTrigger({ form, isTriggered }: Order, ticks: number): object {
  const price = exactPrice(ticks, form.pair);
  const status = isTriggered ? 'triggered' : 'untriggered';
  return { stop_price: price, triggers: { reference: 'last', price, price_type: 'static', status } };
}

function viewFill({ id, number, order, volume, price, cost, fee, isMaker }: Trade): object {
  const { pair, isFeeInBase } = order.form;
  const asset = isFeeInBase ? pair.base : pair.quote;
  return {
    exec_id: id,
    trade_id: number,
    last_qty: exact(volume.toFixed(pair.lotDecimals)),
    last_price: exact(price.toFixed(pair.priceDecimals)),
    cost: exact(cost.toFixed(pair.costDecimals)),
    liquidity_ind: isMaker ? 'm' : 't',
    fees: [{ asset: assetName(asset.altname), qty: amountOf(fee, asset) }],
  };
}

function statusOf(order: Order): string {
  if (order.status === 'closed') return 'filled';
  if (order.status !== 'open') return order.status;
  return order.filled.gt(0) ? 'partially_filled' : 'new';
}
