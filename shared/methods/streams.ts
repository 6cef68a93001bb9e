// A row is a method of ccxt 4.5.84's base class and its arguments, in ccxt's order and by ccxt's names.

/** Streams of what anybody may know. */
export const marketStreams = {
  watchTicker: 'symbol params',
  watchTickers: 'symbols params',
  watchBidsAsks: 'symbols params',
  watchMarkPrice: 'symbol params',
  watchMarkPrices: 'symbols params',
  watchOrderBook: 'symbol limit params',
  watchOrderBookForSymbols: 'symbols limit params',
  watchTrades: 'symbol since limit params',
  watchTradesForSymbols: 'symbols since limit params',
  watchOHLCV: 'symbol timeframe since limit params',
  watchOHLCVForSymbols: 'symbolsAndTimeframes since limit params',
  watchFundingRate: 'symbol params',
  watchFundingRates: 'symbols params',
  watchFundingRatesForSymbols: 'symbols params',
  watchLiquidations: 'symbol since limit params',
  watchLiquidationsForSymbols: 'symbols since limit params',
  unWatchTicker: 'symbol params',
  unWatchTickers: 'symbols params',
  unWatchBidsAsks: 'symbols params',
  unWatchMarkPrice: 'symbol params',
  unWatchMarkPrices: 'symbols params',
  unWatchOrderBook: 'symbol params',
  unWatchOrderBookForSymbols: 'symbols params',
  unWatchTrades: 'symbol params',
  unWatchTradesForSymbols: 'symbols params',
  unWatchOHLCV: 'symbol timeframe params',
  unWatchOHLCVForSymbols: 'symbolsAndTimeframes params',
  unWatchFundingRate: 'symbol params',
  unWatchFundingRates: 'symbols params',
} as const;

/** Streams of what the account holds. */
export const accountStreams = {
  watchBalance: 'params',
  watchPosition: 'symbol params',
  watchPositions: 'symbols since limit params',
  watchPositionForSymbols: 'symbols since limit params',
  watchMyLiquidations: 'symbol since limit params',
  watchMyLiquidationsForSymbols: 'symbols since limit params',
  unWatchPositions: 'symbols params',
} as const;

/** Streams of the account's own orders and trades. */
export const orderStreams = {
  watchOrders: 'symbol since limit params',
  watchOrdersForSymbols: 'symbols since limit params',
  watchMyTrades: 'symbol since limit params',
  watchMyTradesForSymbols: 'symbols since limit params',
  unWatchOrders: 'symbol params',
  unWatchMyTrades: 'symbol params',
} as const;
