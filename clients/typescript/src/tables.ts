/** Written by `npm run build:client-tables` out of shared/ and ccxt: not to be changed by hand. */
// biome-ignore-all format: a table is read row by row

export const api = '1';
export const version = '0.1.0';

type Row = readonly [sent: 'no' | 'yes' | 'unknown' | 'thrower', retryable: boolean, status: number, ccxt: string, text: string];
export const errors: Readonly<Record<string, Row>> = {
  'TOKEN_MISSING': ['no', false, 401, 'AuthenticationError', 'Send the bot token as "Authorization: Bearer kb_…".'],
  'TOKEN_UNKNOWN': ['no', false, 401, 'AuthenticationError', 'No bot has this token. Make one with "keybearer bot add", or check what the bot was given.'],
  'TOKEN_EXPIRED': ['no', false, 401, 'AuthenticationError', 'This bot has expired. Revoke it and make it again.'],
  'BOT_PAUSED': ['no', false, 403, 'PermissionDenied', 'This bot is paused. Resume it to go on.'],
  'PERMISSION_DENIED': ['no', false, 403, 'PermissionDenied', 'This bot may not do that.'],
  'SYMBOL_DENIED': ['no', false, 403, 'PermissionDenied', 'This bot may not trade that symbol.'],
  'APPROVAL_DENIED': ['no', false, 403, 'PermissionDenied', 'The user refused this request.'],
  'APPROVAL_TIMEOUT': ['no', false, 403, 'PermissionDenied', 'Nobody answered the question in time, so the request was refused.'],
  'ORIGIN_DENIED': ['no', false, 403, 'PermissionDenied', 'Requests from web pages are refused.'],
  'LIMIT_EXCEEDED': ['thrower', false, 403, 'OperationRejected', 'This is past a limit of the bot.'],
  'CALLS_LIMIT_EXCEEDED': ['no', true, 429, 'RateLimitExceeded', 'The bot makes more calls a minute than it may.'],
  'BODY_INVALID': ['no', false, 400, 'BadRequest', 'The request could not be read.'],
  'BODY_TOO_LARGE': ['no', false, 413, 'BadRequest', 'The request is larger than 256 KiB.'],
  'HOST_DENIED': ['no', false, 421, 'BadRequest', 'The Host header must be 127.0.0.1 or localhost with the port of the agent.'],
  'METHOD_UNKNOWN': ['no', false, 404, 'NotSupported', 'There is no such method.'],
  'ROUTE_UNKNOWN': ['no', false, 404, 'NotSupported', 'There is no such route. GET /v1/openapi.json lists them.'],
  'KEY_UNKNOWN': ['no', false, 404, 'PermissionDenied', 'There is no such key, or this bot has no grant on it.'],
  'PAIRING_UNKNOWN': ['no', false, 404, 'BadRequest', 'There is no such pairing.'],
  'PAIRING_EXPIRED': ['no', false, 410, 'BadRequest', 'The pairing took too long. Begin again.'],
  'PAIRING_LIMIT': ['no', false, 429, 'BadRequest', 'Three pairings are waiting already. Answer one first.'],
  'IDEMPOTENCY_MISMATCH': ['no', false, 409, 'BadRequest', 'This Idempotency-Key was used with another request.'],
  'VAULT_SEALED': ['no', true, 503, 'ExchangeNotAvailable', 'The vault is sealed. Open it to go on.'],
  'CIRCUIT_OPEN': ['no', true, 503, 'ExchangeNotAvailable', 'The exchange refused this key three times in a row, so it rests for a while to keep the account from being locked.'],
  'RATE_LIMITED': ['no', true, 429, 'RateLimitExceeded', 'The budget of this key at the exchange is used up for now.'],
  'CODE_WAIT': ['no', true, 429, 'RateLimitExceeded', 'The next one-time code is not there yet.'],
  'DEADLINE_PASSED': ['no', true, 504, 'RequestTimeout', 'The deadline of the bot passed before anything was sent.'],
  'CODE_REJECTED': ['no', false, 502, 'AuthenticationError', 'The exchange refused the one-time code.'],
  'SIGNATURE_REJECTED': ['no', false, 502, 'AuthenticationError', 'The exchange refused the signature.'],
  'KEY_REJECTED': ['no', false, 502, 'AuthenticationError', 'The exchange refused the key.'],
  'EXCHANGE_PERMISSION_DENIED': ['no', false, 502, 'PermissionDenied', 'The exchange says that the key may not do that.'],
  'EXCHANGE_LOCKED_OUT': ['no', false, 502, 'AuthenticationError', 'The exchange locked the key for a while after too many refusals.'],
  'NONCE_REJECTED': ['no', true, 502, 'InvalidNonce', 'The exchange refused the nonce: another program seems to use this key.'],
  'EXCHANGE_REFUSED': ['no', false, 422, 'ExchangeError', 'The exchange refused the request.'],
  'EXCHANGE_UNAVAILABLE': ['thrower', true, 502, 'ExchangeNotAvailable', 'The exchange could not be reached, or gave no usable answer.'],
  'OUTCOME_UNKNOWN': ['unknown', false, 504, 'OperationFailed', 'The answer was lost. The exchange may have acted: look before you repeat it.'],
  'RESIGN_REFUSED': ['no', false, 422, 'BadRequest', 'The request could not be understood beyond doubt, so it was not signed.'],
  'RECORD_FAILED': ['thrower', false, 500, 'OperationFailed', 'The call could not be recorded.'],
  'DISK_FULL': ['no', false, 507, 'OperationFailed', 'The disk is full. Nothing was changed.'],
  'INTERNAL': ['thrower', false, 500, 'OperationFailed', 'Something went wrong inside Keybearer.'],
  'STREAM_GAP': ['no', false, 200, 'OperationFailed', 'Some events were missed.'],
  'STREAM_LIMIT': ['no', false, 429, 'OperationRejected', 'Too many things are watched on one connection.'],
  'AGENT_MISSING': ['no', false, 503, 'ExchangeNotAvailable', 'No agent is running. Start one with "keybearer agent".'],
  'INPUT_INVALID': ['no', false, 400, 'BadRequest', 'The input could not be used.'],
};

/** ccxt's errors, each with the class above it. */
export const classes: Readonly<Record<string, string>> = {
  BaseError: '',
  ExchangeError: 'BaseError',
  AuthenticationError: 'ExchangeError',
  PermissionDenied: 'AuthenticationError',
  AccountNotEnabled: 'PermissionDenied',
  AccountSuspended: 'AuthenticationError',
  ArgumentsRequired: 'ExchangeError',
  BadRequest: 'ExchangeError',
  BadSymbol: 'BadRequest',
  OperationRejected: 'ExchangeError',
  NoChange: 'OperationRejected',
  MarginModeAlreadySet: 'NoChange',
  MarketClosed: 'OperationRejected',
  ManualInteractionNeeded: 'OperationRejected',
  RestrictedLocation: 'OperationRejected',
  InsufficientFunds: 'ExchangeError',
  InvalidAddress: 'ExchangeError',
  AddressPending: 'InvalidAddress',
  InvalidOrder: 'ExchangeError',
  OrderNotFound: 'InvalidOrder',
  OrderNotCached: 'InvalidOrder',
  OrderImmediatelyFillable: 'InvalidOrder',
  OrderNotFillable: 'InvalidOrder',
  DuplicateOrderId: 'InvalidOrder',
  ContractUnavailable: 'InvalidOrder',
  NotSupported: 'ExchangeError',
  InvalidProxySettings: 'ExchangeError',
  ExchangeClosedByUser: 'ExchangeError',
  OperationFailed: 'BaseError',
  NetworkError: 'OperationFailed',
  DDoSProtection: 'NetworkError',
  RateLimitExceeded: 'NetworkError',
  ExchangeNotAvailable: 'NetworkError',
  OnMaintenance: 'ExchangeNotAvailable',
  InvalidNonce: 'NetworkError',
  ChecksumError: 'InvalidNonce',
  RequestTimeout: 'NetworkError',
  BadResponse: 'OperationFailed',
  NullResponse: 'BadResponse',
  CancelPending: 'OperationFailed',
  UnsubscribeError: 'BaseError',
};

/** ccxt's unified methods. `args` are the names of the arguments, with a blank between. */
export const methods: Readonly<Record<string, readonly [kind: string, needs: string, args: string]>> = {
  'fetchTime': ['call', 'market.read', 'params'],
  'fetchStatus': ['call', 'market.read', 'params'],
  'loadMarkets': ['call', 'market.read', 'reload params'],
  'fetchMarkets': ['call', 'market.read', 'params'],
  'fetchCurrencies': ['call', 'market.read', 'params'],
  'fetchTicker': ['call', 'market.read', 'symbol params'],
  'fetchTickers': ['call', 'market.read', 'symbols params'],
  'fetchSpotTickers': ['call', 'market.read', 'symbols params'],
  'fetchContractTickers': ['call', 'market.read', 'symbols params'],
  'fetchBidsAsks': ['call', 'market.read', 'symbols params'],
  'fetchLastPrices': ['call', 'market.read', 'symbols params'],
  'fetchMarkPrice': ['call', 'market.read', 'symbol params'],
  'fetchMarkPrices': ['call', 'market.read', 'symbols params'],
  'fetchOrderBook': ['call', 'market.read', 'symbol limit params'],
  'fetchOrderBooks': ['call', 'market.read', 'symbols limit params'],
  'fetchL2OrderBook': ['call', 'market.read', 'symbol limit params'],
  'fetchL3OrderBook': ['call', 'market.read', 'symbol limit params'],
  'fetchTrades': ['call', 'market.read', 'symbol since limit params'],
  'fetchOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchSpotOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchContractOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchMarkOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchIndexOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchPremiumIndexOHLCV': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchFundingRate': ['call', 'market.read', 'symbol params'],
  'fetchFundingRates': ['call', 'market.read', 'symbols params'],
  'fetchFundingRateHistory': ['call', 'market.read', 'symbol since limit params'],
  'fetchFundingInterval': ['call', 'market.read', 'symbol params'],
  'fetchFundingIntervals': ['call', 'market.read', 'symbols params'],
  'fetchOpenInterest': ['call', 'market.read', 'symbol params'],
  'fetchOpenInterests': ['call', 'market.read', 'symbols params'],
  'fetchOpenInterestHistory': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchLongShortRatio': ['call', 'market.read', 'symbol timeframe params'],
  'fetchLongShortRatioHistory': ['call', 'market.read', 'symbol timeframe since limit params'],
  'fetchLiquidations': ['call', 'market.read', 'symbol since limit params'],
  'fetchGreeks': ['call', 'market.read', 'symbol params'],
  'fetchAllGreeks': ['call', 'market.read', 'symbols params'],
  'fetchOption': ['call', 'market.read', 'symbol params'],
  'fetchOptionChain': ['call', 'market.read', 'code params'],
  'fetchBorrowRate': ['call', 'market.read', 'code amount params'],
  'fetchCrossBorrowRate': ['call', 'market.read', 'code params'],
  'fetchCrossBorrowRates': ['call', 'market.read', 'params'],
  'fetchIsolatedBorrowRate': ['call', 'market.read', 'symbol params'],
  'fetchIsolatedBorrowRates': ['call', 'market.read', 'params'],
  'fetchLeverageTiers': ['call', 'market.read', 'symbols params'],
  'fetchMarketLeverageTiers': ['call', 'market.read', 'symbol params'],
  'fetchTradingLimits': ['call', 'market.read', 'symbols params'],
  'loadTradingLimits': ['call', 'market.read', 'symbols reload params'],
  'fetchConvertCurrencies': ['call', 'market.read', 'params'],
  'fetchBalance': ['call', 'account.read', 'params'],
  'fetchFreeBalance': ['call', 'account.read', 'params'],
  'fetchUsedBalance': ['call', 'account.read', 'params'],
  'fetchTotalBalance': ['call', 'account.read', 'params'],
  'fetchPartialBalance': ['call', 'account.read', 'part params'],
  'fetchAccounts': ['call', 'account.read', 'params'],
  'loadAccounts': ['call', 'account.read', 'reload params'],
  'fetchLedger': ['call', 'account.read', 'code since limit params'],
  'fetchLedgerEntry': ['call', 'account.read', 'id code params'],
  'fetchPosition': ['call', 'account.read', 'symbol params'],
  'fetchPositions': ['call', 'account.read', 'symbols params'],
  'fetchPositionsForSymbol': ['call', 'account.read', 'symbol params'],
  'fetchPositionsRisk': ['call', 'account.read', 'symbols params'],
  'fetchPositionHistory': ['call', 'account.read', 'symbol since limit params'],
  'fetchPositionsHistory': ['call', 'account.read', 'symbols since limit params'],
  'fetchPositionMode': ['call', 'account.read', 'symbol params'],
  'fetchADLRank': ['call', 'account.read', 'symbol params'],
  'fetchPositionADLRank': ['call', 'account.read', 'symbol params'],
  'fetchPositionsADLRank': ['call', 'account.read', 'symbols params'],
  'fetchLeverage': ['call', 'account.read', 'symbol params'],
  'fetchLeverages': ['call', 'account.read', 'symbols params'],
  'fetchMarginMode': ['call', 'account.read', 'symbol params'],
  'fetchMarginModes': ['call', 'account.read', 'symbols params'],
  'fetchMarginAdjustmentHistory': ['call', 'account.read', 'symbol type since limit params'],
  'fetchMyLiquidations': ['call', 'account.read', 'symbol since limit params'],
  'fetchFundingHistory': ['call', 'account.read', 'symbol since limit params'],
  'fetchBorrowInterest': ['call', 'account.read', 'code symbol since limit params'],
  'fetchTradingFee': ['call', 'account.read', 'symbol params'],
  'fetchTradingFees': ['call', 'account.read', 'params'],
  'fetchTransactionFee': ['call', 'account.read', 'code params'],
  'fetchTransactionFees': ['call', 'account.read', 'codes params'],
  'fetchDepositWithdrawFee': ['call', 'account.read', 'code params'],
  'fetchDepositWithdrawFees': ['call', 'account.read', 'codes params'],
  'fetchDeposits': ['call', 'account.read', 'code since limit params'],
  'fetchWithdrawals': ['call', 'account.read', 'code since limit params'],
  'fetchDepositsWithdrawals': ['call', 'account.read', 'code since limit params'],
  'fetchTransactions': ['call', 'account.read', 'code since limit params'],
  'fetchTransfer': ['call', 'account.read', 'id code params'],
  'fetchTransfers': ['call', 'account.read', 'code since limit params'],
  'fetchDepositAddress': ['call', 'account.read', 'code params'],
  'fetchDepositAddresses': ['call', 'account.read', 'codes params'],
  'fetchDepositAddressesByNetwork': ['call', 'account.read', 'code params'],
  'fetchContractDepositAddress': ['call', 'account.read', 'code params'],
  'fetchPaymentMethods': ['call', 'account.read', 'params'],
  'fetchConvertQuote': ['call', 'account.read', 'fromCode toCode amount params'],
  'fetchOrder': ['call', 'orders.read', 'id symbol params'],
  'fetchOrderWithClientOrderId': ['call', 'orders.read', 'clientOrderId symbol params'],
  'fetchUnifiedOrder': ['call', 'orders.read', 'order params'],
  'fetchOrderStatus': ['call', 'orders.read', 'id symbol params'],
  'fetchOrders': ['call', 'orders.read', 'symbol since limit params'],
  'fetchOpenOrders': ['call', 'orders.read', 'symbol since limit params'],
  'fetchClosedOrders': ['call', 'orders.read', 'symbol since limit params'],
  'fetchCanceledOrders': ['call', 'orders.read', 'symbol since limit params'],
  'fetchCanceledAndClosedOrders': ['call', 'orders.read', 'symbol since limit params'],
  'fetchOrderTrades': ['call', 'orders.read', 'id symbol since limit params'],
  'fetchMyTrades': ['call', 'orders.read', 'symbol since limit params'],
  'fetchConvertTrade': ['call', 'orders.read', 'id code params'],
  'fetchConvertTradeHistory': ['call', 'orders.read', 'code since limit params'],
  'createOrder': ['call', 'orders.create', 'symbol type side amount price params'],
  'createOrders': ['call', 'orders.create', 'orders params'],
  'createSpotOrders': ['call', 'orders.create', 'orders params'],
  'createContractOrders': ['call', 'orders.create', 'orders params'],
  'createLimitOrder': ['call', 'orders.create', 'symbol side amount price params'],
  'createLimitBuyOrder': ['call', 'orders.create', 'symbol amount price params'],
  'createLimitSellOrder': ['call', 'orders.create', 'symbol amount price params'],
  'createMarketOrder': ['call', 'orders.create', 'symbol side amount price params'],
  'createMarketBuyOrder': ['call', 'orders.create', 'symbol amount params'],
  'createMarketSellOrder': ['call', 'orders.create', 'symbol amount params'],
  'createMarketOrderWithCost': ['call', 'orders.create', 'symbol side cost params'],
  'createMarketBuyOrderWithCost': ['call', 'orders.create', 'symbol cost params'],
  'createMarketSellOrderWithCost': ['call', 'orders.create', 'symbol cost params'],
  'createPostOnlyOrder': ['call', 'orders.create', 'symbol type side amount price params'],
  'createReduceOnlyOrder': ['call', 'orders.create', 'symbol type side amount price params'],
  'createStopOrder': ['call', 'orders.create', 'symbol type side amount price triggerPrice params'],
  'createStopLimitOrder': ['call', 'orders.create', 'symbol side amount price triggerPrice params'],
  'createStopMarketOrder': ['call', 'orders.create', 'symbol side amount triggerPrice params'],
  'createTriggerOrder': ['call', 'orders.create', 'symbol type side amount price triggerPrice params'],
  'createStopLossOrder': ['call', 'orders.create', 'symbol type side amount price stopLossPrice params'],
  'createTakeProfitOrder': ['call', 'orders.create', 'symbol type side amount price takeProfitPrice params'],
  'createOrderWithTakeProfitAndStopLoss': ['call', 'orders.create', 'symbol type side amount price takeProfit stopLoss params'],
  'createTrailingAmountOrder': ['call', 'orders.create', 'symbol type side amount price trailingAmount trailingTriggerPrice params'],
  'createTrailingPercentOrder': ['call', 'orders.create', 'symbol type side amount price trailingPercent trailingTriggerPrice params'],
  'createTwapOrder': ['call', 'orders.create', 'symbol side amount duration params'],
  'editOrder': ['call', 'orders.create', 'id symbol type side amount price params'],
  'editOrderWithClientOrderId': ['call', 'orders.create', 'clientOrderId symbol type side amount price params'],
  'editOrders': ['call', 'orders.create', 'orders params'],
  'editLimitOrder': ['call', 'orders.create', 'id symbol side amount price params'],
  'editLimitBuyOrder': ['call', 'orders.create', 'id symbol amount price params'],
  'editLimitSellOrder': ['call', 'orders.create', 'id symbol amount price params'],
  'closePosition': ['call', 'orders.create', 'symbol side params'],
  'closeAllPositions': ['call', 'orders.create', 'params'],
  'createConvertTrade': ['call', 'orders.create', 'id fromCode toCode amount params'],
  'setLeverage': ['call', 'orders.create', 'leverage symbol params'],
  'setMarginMode': ['call', 'orders.create', 'marginMode symbol params'],
  'setPositionMode': ['call', 'orders.create', 'hedged symbol params'],
  'cancelOrder': ['call', 'orders.cancel', 'id symbol params'],
  'cancelOrderWithClientOrderId': ['call', 'orders.cancel', 'clientOrderId symbol params'],
  'cancelUnifiedOrder': ['call', 'orders.cancel', 'order params'],
  'cancelOrders': ['call', 'orders.cancel', 'ids symbol params'],
  'cancelOrdersWithClientOrderIds': ['call', 'orders.cancel', 'clientOrderIds symbol params'],
  'cancelOrdersForSymbols': ['call', 'orders.cancel', 'orders params'],
  'cancelSpotOrder': ['call', 'orders.cancel', 'id symbol params'],
  'cancelContractOrder': ['call', 'orders.cancel', 'id symbol params'],
  'cancelAllOrders': ['call', 'orders.cancel', 'symbol params'],
  'cancelAllSpotOrders': ['call', 'orders.cancel', 'symbol params'],
  'cancelAllContractOrders': ['call', 'orders.cancel', 'symbol params'],
  'cancelAllOrdersAfter': ['call', 'orders.cancel', 'timeout params'],
  'transfer': ['call', 'funds.transfer', 'code amount fromAccount toAccount params'],
  'borrowMargin': ['call', 'funds.transfer', 'code amount symbol params'],
  'borrowCrossMargin': ['call', 'funds.transfer', 'code amount params'],
  'borrowIsolatedMargin': ['call', 'funds.transfer', 'symbol code amount params'],
  'repayMargin': ['call', 'funds.transfer', 'code amount symbol params'],
  'repayCrossMargin': ['call', 'funds.transfer', 'code amount params'],
  'repayIsolatedMargin': ['call', 'funds.transfer', 'symbol code amount params'],
  'addMargin': ['call', 'funds.transfer', 'symbol amount params'],
  'reduceMargin': ['call', 'funds.transfer', 'symbol amount params'],
  'setMargin': ['call', 'funds.transfer', 'symbol amount params'],
  'createDepositAddress': ['call', 'funds.transfer', 'code params'],
  'withdraw': ['call', 'funds.withdraw', 'code amount address tag params'],
  'createSubAccount': ['call', 'funds.withdraw', 'name params'],
  'fetchDepositMethods': ['call', 'account.read', 'code params'],
  'fetchLedgerEntriesByIds': ['call', 'account.read', 'ids code params'],
  'fetchOrdersByIds': ['call', 'orders.read', 'ids symbol params'],
  'transferOut': ['call', 'funds.transfer', 'code amount params'],
  'watchTicker': ['stream', 'market.read', 'symbol params'],
  'watchTickers': ['stream', 'market.read', 'symbols params'],
  'watchBidsAsks': ['stream', 'market.read', 'symbols params'],
  'watchMarkPrice': ['stream', 'market.read', 'symbol params'],
  'watchMarkPrices': ['stream', 'market.read', 'symbols params'],
  'watchOrderBook': ['stream', 'market.read', 'symbol limit params'],
  'watchOrderBookForSymbols': ['stream', 'market.read', 'symbols limit params'],
  'watchTrades': ['stream', 'market.read', 'symbol since limit params'],
  'watchTradesForSymbols': ['stream', 'market.read', 'symbols since limit params'],
  'watchOHLCV': ['stream', 'market.read', 'symbol timeframe since limit params'],
  'watchOHLCVForSymbols': ['stream', 'market.read', 'symbolsAndTimeframes since limit params'],
  'watchFundingRate': ['stream', 'market.read', 'symbol params'],
  'watchFundingRates': ['stream', 'market.read', 'symbols params'],
  'watchFundingRatesForSymbols': ['stream', 'market.read', 'symbols params'],
  'watchLiquidations': ['stream', 'market.read', 'symbol since limit params'],
  'watchLiquidationsForSymbols': ['stream', 'market.read', 'symbols since limit params'],
  'unWatchTicker': ['stream', 'market.read', 'symbol params'],
  'unWatchTickers': ['stream', 'market.read', 'symbols params'],
  'unWatchBidsAsks': ['stream', 'market.read', 'symbols params'],
  'unWatchMarkPrice': ['stream', 'market.read', 'symbol params'],
  'unWatchMarkPrices': ['stream', 'market.read', 'symbols params'],
  'unWatchOrderBook': ['stream', 'market.read', 'symbol params'],
  'unWatchOrderBookForSymbols': ['stream', 'market.read', 'symbols params'],
  'unWatchTrades': ['stream', 'market.read', 'symbol params'],
  'unWatchTradesForSymbols': ['stream', 'market.read', 'symbols params'],
  'unWatchOHLCV': ['stream', 'market.read', 'symbol timeframe params'],
  'unWatchOHLCVForSymbols': ['stream', 'market.read', 'symbolsAndTimeframes params'],
  'unWatchFundingRate': ['stream', 'market.read', 'symbol params'],
  'unWatchFundingRates': ['stream', 'market.read', 'symbols params'],
  'watchBalance': ['stream', 'account.read', 'params'],
  'watchPosition': ['stream', 'account.read', 'symbol params'],
  'watchPositions': ['stream', 'account.read', 'symbols since limit params'],
  'watchPositionForSymbols': ['stream', 'account.read', 'symbols since limit params'],
  'watchMyLiquidations': ['stream', 'account.read', 'symbol since limit params'],
  'watchMyLiquidationsForSymbols': ['stream', 'account.read', 'symbols since limit params'],
  'unWatchPositions': ['stream', 'account.read', 'symbols params'],
  'watchOrders': ['stream', 'orders.read', 'symbol since limit params'],
  'watchOrdersForSymbols': ['stream', 'orders.read', 'symbols since limit params'],
  'watchMyTrades': ['stream', 'orders.read', 'symbol since limit params'],
  'watchMyTradesForSymbols': ['stream', 'orders.read', 'symbols since limit params'],
  'unWatchOrders': ['stream', 'orders.read', 'symbol params'],
  'unWatchMyTrades': ['stream', 'orders.read', 'symbol params'],
  'fetchMarketsWs': ['socket', 'market.read', 'params'],
  'fetchCurrenciesWs': ['socket', 'market.read', 'params'],
  'fetchTickerWs': ['socket', 'market.read', 'symbol params'],
  'fetchTickersWs': ['socket', 'market.read', 'symbols params'],
  'fetchOrderBookWs': ['socket', 'market.read', 'symbol limit params'],
  'fetchTradesWs': ['socket', 'market.read', 'symbol since limit params'],
  'fetchOHLCVWs': ['socket', 'market.read', 'symbol timeframe since limit params'],
  'fetchBalanceWs': ['socket', 'account.read', 'params'],
  'fetchPositionWs': ['socket', 'account.read', 'symbol params'],
  'fetchPositionsWs': ['socket', 'account.read', 'symbols params'],
  'fetchPositionsForSymbolWs': ['socket', 'account.read', 'symbol params'],
  'fetchTradingFeesWs': ['socket', 'account.read', 'params'],
  'fetchDepositsWs': ['socket', 'account.read', 'code since limit params'],
  'fetchWithdrawalsWs': ['socket', 'account.read', 'code since limit params'],
  'fetchOrderWs': ['socket', 'orders.read', 'id symbol params'],
  'fetchOrdersWs': ['socket', 'orders.read', 'symbol since limit params'],
  'fetchOrdersByStatusWs': ['socket', 'orders.read', 'status symbol since limit params'],
  'fetchOpenOrdersWs': ['socket', 'orders.read', 'symbol since limit params'],
  'fetchClosedOrdersWs': ['socket', 'orders.read', 'symbol since limit params'],
  'fetchMyTradesWs': ['socket', 'orders.read', 'symbol since limit params'],
  'createLimitBuyOrderWs': ['socket', 'orders.create', 'symbol amount price params'],
  'createLimitOrderWs': ['socket', 'orders.create', 'symbol side amount price params'],
  'createLimitSellOrderWs': ['socket', 'orders.create', 'symbol amount price params'],
  'createMarketBuyOrderWs': ['socket', 'orders.create', 'symbol amount params'],
  'createMarketOrderWithCostWs': ['socket', 'orders.create', 'symbol side cost params'],
  'createMarketOrderWs': ['socket', 'orders.create', 'symbol side amount price params'],
  'createMarketSellOrderWs': ['socket', 'orders.create', 'symbol amount params'],
  'createOrderWithTakeProfitAndStopLossWs': ['socket', 'orders.create', 'symbol type side amount price takeProfit stopLoss params'],
  'createOrderWs': ['socket', 'orders.create', 'symbol type side amount price params'],
  'createOrdersWs': ['socket', 'orders.create', 'orders params'],
  'createPostOnlyOrderWs': ['socket', 'orders.create', 'symbol type side amount price params'],
  'createReduceOnlyOrderWs': ['socket', 'orders.create', 'symbol type side amount price params'],
  'createStopLimitOrderWs': ['socket', 'orders.create', 'symbol side amount price triggerPrice params'],
  'createStopLossOrderWs': ['socket', 'orders.create', 'symbol type side amount price stopLossPrice params'],
  'createStopMarketOrderWs': ['socket', 'orders.create', 'symbol side amount triggerPrice params'],
  'createStopOrderWs': ['socket', 'orders.create', 'symbol type side amount price triggerPrice params'],
  'createTakeProfitOrderWs': ['socket', 'orders.create', 'symbol type side amount price takeProfitPrice params'],
  'createTrailingAmountOrderWs': ['socket', 'orders.create', 'symbol type side amount price trailingAmount trailingTriggerPrice params'],
  'createTrailingPercentOrderWs': ['socket', 'orders.create', 'symbol type side amount price trailingPercent trailingTriggerPrice params'],
  'createTriggerOrderWs': ['socket', 'orders.create', 'symbol type side amount price triggerPrice params'],
  'editOrderWs': ['socket', 'orders.create', 'id symbol type side amount price params'],
  'cancelOrderWs': ['socket', 'orders.cancel', 'id symbol params'],
  'cancelOrdersWs': ['socket', 'orders.cancel', 'ids symbol params'],
  'cancelAllOrdersWs': ['socket', 'orders.cancel', 'symbol params'],
  'withdrawWs': ['socket', 'funds.withdraw', 'code amount address tag params'],
};

/** Their names, so that a bot's compiler knows them. */
export type MethodName =
  | 'fetchTime'
  | 'fetchStatus'
  | 'loadMarkets'
  | 'fetchMarkets'
  | 'fetchCurrencies'
  | 'fetchTicker'
  | 'fetchTickers'
  | 'fetchSpotTickers'
  | 'fetchContractTickers'
  | 'fetchBidsAsks'
  | 'fetchLastPrices'
  | 'fetchMarkPrice'
  | 'fetchMarkPrices'
  | 'fetchOrderBook'
  | 'fetchOrderBooks'
  | 'fetchL2OrderBook'
  | 'fetchL3OrderBook'
  | 'fetchTrades'
  | 'fetchOHLCV'
  | 'fetchSpotOHLCV'
  | 'fetchContractOHLCV'
  | 'fetchMarkOHLCV'
  | 'fetchIndexOHLCV'
  | 'fetchPremiumIndexOHLCV'
  | 'fetchFundingRate'
  | 'fetchFundingRates'
  | 'fetchFundingRateHistory'
  | 'fetchFundingInterval'
  | 'fetchFundingIntervals'
  | 'fetchOpenInterest'
  | 'fetchOpenInterests'
  | 'fetchOpenInterestHistory'
  | 'fetchLongShortRatio'
  | 'fetchLongShortRatioHistory'
  | 'fetchLiquidations'
  | 'fetchGreeks'
  | 'fetchAllGreeks'
  | 'fetchOption'
  | 'fetchOptionChain'
  | 'fetchBorrowRate'
  | 'fetchCrossBorrowRate'
  | 'fetchCrossBorrowRates'
  | 'fetchIsolatedBorrowRate'
  | 'fetchIsolatedBorrowRates'
  | 'fetchLeverageTiers'
  | 'fetchMarketLeverageTiers'
  | 'fetchTradingLimits'
  | 'loadTradingLimits'
  | 'fetchConvertCurrencies'
  | 'fetchBalance'
  | 'fetchFreeBalance'
  | 'fetchUsedBalance'
  | 'fetchTotalBalance'
  | 'fetchPartialBalance'
  | 'fetchAccounts'
  | 'loadAccounts'
  | 'fetchLedger'
  | 'fetchLedgerEntry'
  | 'fetchPosition'
  | 'fetchPositions'
  | 'fetchPositionsForSymbol'
  | 'fetchPositionsRisk'
  | 'fetchPositionHistory'
  | 'fetchPositionsHistory'
  | 'fetchPositionMode'
  | 'fetchADLRank'
  | 'fetchPositionADLRank'
  | 'fetchPositionsADLRank'
  | 'fetchLeverage'
  | 'fetchLeverages'
  | 'fetchMarginMode'
  | 'fetchMarginModes'
  | 'fetchMarginAdjustmentHistory'
  | 'fetchMyLiquidations'
  | 'fetchFundingHistory'
  | 'fetchBorrowInterest'
  | 'fetchTradingFee'
  | 'fetchTradingFees'
  | 'fetchTransactionFee'
  | 'fetchTransactionFees'
  | 'fetchDepositWithdrawFee'
  | 'fetchDepositWithdrawFees'
  | 'fetchDeposits'
  | 'fetchWithdrawals'
  | 'fetchDepositsWithdrawals'
  | 'fetchTransactions'
  | 'fetchTransfer'
  | 'fetchTransfers'
  | 'fetchDepositAddress'
  | 'fetchDepositAddresses'
  | 'fetchDepositAddressesByNetwork'
  | 'fetchContractDepositAddress'
  | 'fetchPaymentMethods'
  | 'fetchConvertQuote'
  | 'fetchOrder'
  | 'fetchOrderWithClientOrderId'
  | 'fetchUnifiedOrder'
  | 'fetchOrderStatus'
  | 'fetchOrders'
  | 'fetchOpenOrders'
  | 'fetchClosedOrders'
  | 'fetchCanceledOrders'
  | 'fetchCanceledAndClosedOrders'
  | 'fetchOrderTrades'
  | 'fetchMyTrades'
  | 'fetchConvertTrade'
  | 'fetchConvertTradeHistory'
  | 'createOrder'
  | 'createOrders'
  | 'createSpotOrders'
  | 'createContractOrders'
  | 'createLimitOrder'
  | 'createLimitBuyOrder'
  | 'createLimitSellOrder'
  | 'createMarketOrder'
  | 'createMarketBuyOrder'
  | 'createMarketSellOrder'
  | 'createMarketOrderWithCost'
  | 'createMarketBuyOrderWithCost'
  | 'createMarketSellOrderWithCost'
  | 'createPostOnlyOrder'
  | 'createReduceOnlyOrder'
  | 'createStopOrder'
  | 'createStopLimitOrder'
  | 'createStopMarketOrder'
  | 'createTriggerOrder'
  | 'createStopLossOrder'
  | 'createTakeProfitOrder'
  | 'createOrderWithTakeProfitAndStopLoss'
  | 'createTrailingAmountOrder'
  | 'createTrailingPercentOrder'
  | 'createTwapOrder'
  | 'editOrder'
  | 'editOrderWithClientOrderId'
  | 'editOrders'
  | 'editLimitOrder'
  | 'editLimitBuyOrder'
  | 'editLimitSellOrder'
  | 'closePosition'
  | 'closeAllPositions'
  | 'createConvertTrade'
  | 'setLeverage'
  | 'setMarginMode'
  | 'setPositionMode'
  | 'cancelOrder'
  | 'cancelOrderWithClientOrderId'
  | 'cancelUnifiedOrder'
  | 'cancelOrders'
  | 'cancelOrdersWithClientOrderIds'
  | 'cancelOrdersForSymbols'
  | 'cancelSpotOrder'
  | 'cancelContractOrder'
  | 'cancelAllOrders'
  | 'cancelAllSpotOrders'
  | 'cancelAllContractOrders'
  | 'cancelAllOrdersAfter'
  | 'transfer'
  | 'borrowMargin'
  | 'borrowCrossMargin'
  | 'borrowIsolatedMargin'
  | 'repayMargin'
  | 'repayCrossMargin'
  | 'repayIsolatedMargin'
  | 'addMargin'
  | 'reduceMargin'
  | 'setMargin'
  | 'createDepositAddress'
  | 'withdraw'
  | 'createSubAccount'
  | 'fetchDepositMethods'
  | 'fetchLedgerEntriesByIds'
  | 'fetchOrdersByIds'
  | 'transferOut'
  | 'watchTicker'
  | 'watchTickers'
  | 'watchBidsAsks'
  | 'watchMarkPrice'
  | 'watchMarkPrices'
  | 'watchOrderBook'
  | 'watchOrderBookForSymbols'
  | 'watchTrades'
  | 'watchTradesForSymbols'
  | 'watchOHLCV'
  | 'watchOHLCVForSymbols'
  | 'watchFundingRate'
  | 'watchFundingRates'
  | 'watchFundingRatesForSymbols'
  | 'watchLiquidations'
  | 'watchLiquidationsForSymbols'
  | 'unWatchTicker'
  | 'unWatchTickers'
  | 'unWatchBidsAsks'
  | 'unWatchMarkPrice'
  | 'unWatchMarkPrices'
  | 'unWatchOrderBook'
  | 'unWatchOrderBookForSymbols'
  | 'unWatchTrades'
  | 'unWatchTradesForSymbols'
  | 'unWatchOHLCV'
  | 'unWatchOHLCVForSymbols'
  | 'unWatchFundingRate'
  | 'unWatchFundingRates'
  | 'watchBalance'
  | 'watchPosition'
  | 'watchPositions'
  | 'watchPositionForSymbols'
  | 'watchMyLiquidations'
  | 'watchMyLiquidationsForSymbols'
  | 'unWatchPositions'
  | 'watchOrders'
  | 'watchOrdersForSymbols'
  | 'watchMyTrades'
  | 'watchMyTradesForSymbols'
  | 'unWatchOrders'
  | 'unWatchMyTrades'
  | 'fetchMarketsWs'
  | 'fetchCurrenciesWs'
  | 'fetchTickerWs'
  | 'fetchTickersWs'
  | 'fetchOrderBookWs'
  | 'fetchTradesWs'
  | 'fetchOHLCVWs'
  | 'fetchBalanceWs'
  | 'fetchPositionWs'
  | 'fetchPositionsWs'
  | 'fetchPositionsForSymbolWs'
  | 'fetchTradingFeesWs'
  | 'fetchDepositsWs'
  | 'fetchWithdrawalsWs'
  | 'fetchOrderWs'
  | 'fetchOrdersWs'
  | 'fetchOrdersByStatusWs'
  | 'fetchOpenOrdersWs'
  | 'fetchClosedOrdersWs'
  | 'fetchMyTradesWs'
  | 'createLimitBuyOrderWs'
  | 'createLimitOrderWs'
  | 'createLimitSellOrderWs'
  | 'createMarketBuyOrderWs'
  | 'createMarketOrderWithCostWs'
  | 'createMarketOrderWs'
  | 'createMarketSellOrderWs'
  | 'createOrderWithTakeProfitAndStopLossWs'
  | 'createOrderWs'
  | 'createOrdersWs'
  | 'createPostOnlyOrderWs'
  | 'createReduceOnlyOrderWs'
  | 'createStopLimitOrderWs'
  | 'createStopLossOrderWs'
  | 'createStopMarketOrderWs'
  | 'createStopOrderWs'
  | 'createTakeProfitOrderWs'
  | 'createTrailingAmountOrderWs'
  | 'createTrailingPercentOrderWs'
  | 'createTriggerOrderWs'
  | 'editOrderWs'
  | 'cancelOrderWs'
  | 'cancelOrdersWs'
  | 'cancelAllOrdersWs'
  | 'withdrawWs'
;

export const routes: Readonly<Record<string, readonly [method: string, path: string]>> = {
  'health': ['GET', '/v1/health'],
  'openapi': ['GET', '/v1/openapi.json'],
  'pair.begin': ['POST', '/v1/pair'],
  'pair.look': ['GET', '/v1/pair/:pairing'],
  'me': ['GET', '/v1/me'],
  'keys.list': ['GET', '/v1/keys'],
  'key.exchange': ['GET', '/v1/keys/:key/exchange'],
  'keys.call': ['POST', '/v1/keys/:key/call'],
  'key.heartbeat': ['POST', '/v1/keys/:key/heartbeat'],
  'stream': ['GET', '/v1/keys/:key/stream'],
  'code.show': ['POST', '/v1/keys/:key/code'],
  'resign': ['ANY', '/v1/resign/:key/:address'],
  'calls.list': ['GET', '/v1/calls'],
};
