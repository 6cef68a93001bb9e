/**
 * Functions of ccxt's base class that are no calls to an exchange, or none a bot may make: no permission opens them.
 * They are listed so that a test can tell "left out on purpose" from "forgotten" when ccxt grows.
 */
export const notCallable: readonly string[] = [
  // What ccxt needs to send a request: a bot that reached one would pass by the policy.
  ...words(
    'afterConstruct calculateRateLimiterCost checkRequiredCredentials constructor defineRestApi',
    'defineRestApiEndpoint describe enableDemoTrading extendExchangeOptions fetch fetch2 fetchPaginatedCallCursor',
    'fetchPaginatedCallDeterministic fetchPaginatedCallDynamic fetchPaginatedCallIncremental',
    'fetchRestOrderBookSafe fetchWebEndpoint handleErrors handleHttpStatusCode handleRestResponse implodeHostname',
    'incrementingNonce initRestRateLimiter initThrottler isUTAEnabled loadMarketsAndSignIn loadMarketsHelper',
    'loadTimeDifference lockId lockLastNonce nonce onJsonResponse onRestResponse ping request resolvePath',
    'setSandboxMode sign signIn throttle undiciBody undiciRequest unlockId unlockLastNonce urlEncoderForProxyUrl',
  ),
  // Keys and signatures of wallets.
  ...words(
    'checkLighterSignedError decodeProtoMsg encodeDydxTxForSigning encodeDydxTxForSimulation encodeDydxTxRaw',
    'ethAbiEncode ethEncodeStructuredData ethGetAddressFromPrivateKey',
    'extendedStarknetComputePoseidonHashOnElements extendedStarknetGetSelectorFromName extendedStarknetSign',
    'getZKContractSignatureObj getZKTransferSignatureObj lighterCreateAuthToken lighterCreateClient',
    'lighterGenerateApiKey lighterSignApproveIntegrator lighterSignCancelAllOrders lighterSignCancelOrder',
    'lighterSignChangePubkey lighterSignCreateGroupedOrders lighterSignCreateOrder lighterSignCreateSubAccount',
    'lighterSignModifyOrder lighterSignTransfer lighterSignUpdateLeverage lighterSignUpdateMargin',
    'lighterSignWithdraw loadDydxProtos loadLighterLibrary raiseLighterSignerError retrieveDydxCredentials',
    'retrieveStarkAccount starknetEncodeStructuredData starknetSign toDydxLong',
  ),
  // Proxies, agents, headers and the cache of answers.
  ...words(
    'addFetchCache cacheProxyDictionary checkConflictingProxies checkProxySettings checkProxyUrlSettings',
    'checkWsProxySettings extractProxyFromAgent getDispatcherOptions getFetchCache getFetchProxyDispatcher',
    'getHttpAgentIfNeeded getResponseHeaders loadExchangeSpecificFiles loadFetchImplementation loadHttpProxyAgent',
    'loadProxyModules releaseProxyDictionaryEntry setFetchProxyOptions setHeaders setLastRequest',
    'setLastRestRequestTimestamp setProxyAgents shouldValidateServerSsl',
  ),
  // Sockets.
  ...words(
    'calculateWsBackoffDelay cleanCache cleanRestData cleanUnsubscription cleanWsData client close',
    'convertToSafeDictionary countedOrderBook createSafeDictionary findMessageHashes getCacheIndex',
    'getDescribeForExtendedWsExchange handleDelta handleDeltas handleDeltasWithKeys handleMessage',
    'indexedOrderBook isBinaryMessage loadOrderBook mapToSafeMap oath onClose onConnected onError orderBook',
    'orderbookChecksumMessage spawn watch watchMultiple',
  ),
  // Readers of an exchange's answer.
  ...words(
    'buildOHLCVC convertExpireDate convertExpireDateToMarketIdDate convertMarketIdExpireDate',
    'convertOHLCVToTradingView convertToBigInt convertTradingViewToOHLCV convertTypeToAccount createCcxtTradeId',
    'createExpiredOptionMarket createNetworksByIdObject createOHLCVObject filterByArray filterByArrayADLRanks',
    'filterByArrayPositions filterByArrayTickers filterByCurrencySinceLimit filterByKey filterByLimit',
    'filterBySinceLimit filterBySymbol filterBySymbolSinceLimit filterBySymbolsSinceLimit filterByValueSinceLimit',
    'filterOutByArray findBroadlyMatchedKey findNearestCeiling findTimeframe getCcxtVersion getDefaultOptions',
    'getListFromObjectValues getMarketFromSymbols getProperty getSupportedMapping getSymbolsForMarketType',
    'handleMarginModeAndParams handleMarketTypeAndParams handleMaxEntriesPerRequestAndParams',
    'handleNetworkCodeAndParams handleOption handleOptionAndParams handleOptionAndParams2 handleParamBool',
    'handleParamBool2 handleParamInteger handleParamInteger2 handleParamString handleParamString2 handlePostOnly',
    'handleRequestNetwork handleSubTypeAndParams handleTimeInForce handleTriggerAndParams',
    'handleTriggerDirectionAndParams handleTriggerPricesAndParams handleUntilOption handleWithdrawTagAndParams',
    'mergeBalanceAccount parseADLRank parseADLRanks parseAccount parseAccounts parseAllGreeks parseBalance',
    'parseBorrowInterest parseBorrowInterests parseBorrowRate parseBorrowRateHistory parseConversion',
    'parseConversions parseCurrencies parseCurrency parseDepositAddress parseDepositAddresses',
    'parseDepositWithdrawFee parseDepositWithdrawFees parseFeeNumeric parseFundingRate parseFundingRateHistories',
    'parseFundingRateHistory parseFundingRates parseGreeks parseIncome parseIncomes parseIsolatedBorrowRate',
    'parseIsolatedBorrowRates parseJson parseLastPrice parseLastPrices parseLedger parseLedgerEntry parseLeverage',
    'parseLeverageTiers parseLeverages parseLiquidation parseLiquidations parseLongShortRatio',
    'parseLongShortRatioHistory parseMarginMode parseMarginModes parseMarginModification parseMarginModifications',
    'parseMarket parseMarketLeverageTiers parseMarkets parseNumber parseOHLCV parseOHLCVs parseOpenInterest',
    'parseOpenInterests parseOpenInterestsHistory parseOption parseOptionChain parseOrder parseOrderBook',
    'parseOrderBookBidAsk parseOrderBookBidsAsks parseOrders parsePosition parsePositions parsePrecision',
    'parseTicker parseTickers parseToInt parseToNumeric parseTrade parseTrades parseTradesHelper',
    'parseTradingViewOHLCV parseTransaction parseTransactions parseTransfer parseTransfers parseWsOHLCV',
    'parseWsOHLCVs parseWsOrder parseWsOrderTrade parseWsTrade parseWsTrades parsedFeeAndFees',
    'reduceFeesByCurrency remove0xPrefix removeKeysFromDict removeRepeatedElementsFromArray',
    'removeRepeatedTradesFromArray safeBalance safeBool safeBool2 safeBoolN safeCurrency safeCurrencyCode',
    'safeCurrencyStructure safeDeterministicCall safeDict safeDict2 safeDictN safeIntegerOmitZero safeLedgerEntry',
    'safeLiquidation safeList safeList2 safeListN safeMapToMap safeMarket safeMarketStructure safeNetwork',
    'safeNumber safeNumber2 safeNumberN safeNumberOmitZero safeOpenInterest safeOrder safePosition safeSymbol',
    'safeTicker safeTrade sortCursorPaginatedResult throwBroadlyMatchedException throwExactlyMatchedException',
  ),
  // Small helpers.
  ...words(
    'account addKeyInArrayItems amountToPrecision arraySlice arraysConcat assignDefaultDepositWithdrawFees',
    'binaryLength binaryToString calculateFee calculateFeeWithRate checkAddress checkOrderArguments',
    'checkRequiredArgument checkRequiredDependencies checkRequiredMarginArgument commonCurrencyCode',
    'costToPrecision currency currencyId currencyIds currencyToPrecision defaultNetworkCode delay',
    'depositWithdrawFee encodeURIComponent exceptionMessage featureValue featureValueByType featuresGenerator',
    'featuresMapper feeToPrecision fixStringifiedJsonMembers forceString hasUnsafeInteger intToBase16',
    'integerPrecisionToAmount invertFlatStringDictionary isDecimalPrecision isDictionary isEmptyString',
    'isLeveragedCurrency isPostOnly isRoundNumber isSignificantPrecision isTickPrecision isTriggerOrder',
    'jsonStringifyWithNull log market marketCodes marketId marketIds marketOrNull marketSymbols marketsForSymbols',
    'networkCodeToId networkIdToCode priceToPrecision prioritizedNetworkAliases randNumber randomBytes',
    'requireValue selectNetworkCodeFromUnifiedNetworks selectNetworkIdFromRawNetworks',
    'selectNetworkKeyFromNetworks setMarkets setMarketsFromExchange setProperty setTakeProfitAndStopLossParams',
    'storeByKey stringToBase16 stringToBinary stringToCharsArray symbol timeframeFromMilliseconds uuid5',
    'valueIsDefined',
  ),
];

function words(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
