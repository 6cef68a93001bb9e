// A row is a method of ccxt 4.5.84's base class and its arguments, in ccxt's order and by ccxt's names.
// Each is one question and one answer over a WebSocket. ccxt signs them without calling `sign()`.

/** Public data over a socket. */
export const marketSockets = {
  fetchMarketsWs: 'params',
  fetchCurrenciesWs: 'params',
  fetchTickerWs: 'symbol params',
  fetchTickersWs: 'symbols params',
  fetchOrderBookWs: 'symbol limit params',
  fetchTradesWs: 'symbol since limit params',
  fetchOHLCVWs: 'symbol timeframe since limit params',
} as const;

/** Account data over a socket. */
export const accountSockets = {
  fetchBalanceWs: 'params',
  fetchPositionWs: 'symbol params',
  fetchPositionsWs: 'symbols params',
  fetchPositionsForSymbolWs: 'symbol params',
  fetchTradingFeesWs: 'params',
  fetchDepositsWs: 'code since limit params',
  fetchWithdrawalsWs: 'code since limit params',
} as const;

/** Own orders and trades over a socket. */
export const orderReadSockets = {
  fetchOrderWs: 'id symbol params',
  fetchOrdersWs: 'symbol since limit params',
  fetchOrdersByStatusWs: 'status symbol since limit params',
  fetchOpenOrdersWs: 'symbol since limit params',
  fetchClosedOrdersWs: 'symbol since limit params',
  fetchMyTradesWs: 'symbol since limit params',
} as const;

/** Orders placed or changed over a socket. */
export const orderCreateSockets = {
  createLimitBuyOrderWs: 'symbol amount price params',
  createLimitOrderWs: 'symbol side amount price params',
  createLimitSellOrderWs: 'symbol amount price params',
  createMarketBuyOrderWs: 'symbol amount params',
  createMarketOrderWithCostWs: 'symbol side cost params',
  createMarketOrderWs: 'symbol side amount price params',
  createMarketSellOrderWs: 'symbol amount params',
  createOrderWithTakeProfitAndStopLossWs: 'symbol type side amount price takeProfit stopLoss params',
  createOrderWs: 'symbol type side amount price params',
  createOrdersWs: 'orders params',
  createPostOnlyOrderWs: 'symbol type side amount price params',
  createReduceOnlyOrderWs: 'symbol type side amount price params',
  createStopLimitOrderWs: 'symbol side amount price triggerPrice params',
  createStopLossOrderWs: 'symbol type side amount price stopLossPrice params',
  createStopMarketOrderWs: 'symbol side amount triggerPrice params',
  createStopOrderWs: 'symbol type side amount price triggerPrice params',
  createTakeProfitOrderWs: 'symbol type side amount price takeProfitPrice params',
  createTrailingAmountOrderWs: 'symbol type side amount price trailingAmount trailingTriggerPrice params',
  createTrailingPercentOrderWs: 'symbol type side amount price trailingPercent trailingTriggerPrice params',
  createTriggerOrderWs: 'symbol type side amount price triggerPrice params',
  editOrderWs: 'id symbol type side amount price params',
} as const;

/** Orders cancelled over a socket. */
export const orderCancelSockets = {
  cancelOrderWs: 'id symbol params',
  cancelOrdersWs: 'ids symbol params',
  cancelAllOrdersWs: 'symbol params',
} as const;

/** Money leaving over a socket. */
export const withdrawalSockets = {
  withdrawWs: 'code amount address tag params',
} as const;
