import { type Permission, permissions } from '../../../shared/permissions.ts';

// Methods that only some exchanges have, beside those of shared/methods.ts: they tell what an endpoint is for just as
// well, and a walk through ccxt ends at them. A bot can't call them by name.
const landmarks: Readonly<Partial<Record<Permission, readonly string[]>>> = {
  'market.read': ['fetchLatestBlockHeight', 'getSystemConfig'],
  'account.read': [
    // What ccxt asks on the way to something else, an order included: which kind of account, which number is next.
    ...['isUTAEnabled', 'isUnifiedEnabled', 'handleUTAAndParams', 'loadUnifiedStatus', 'loadMigrationStatus'],
    ...['fetchAccount', 'loadAccount', 'loadAccountSettings', 'handleAccountIndex', 'fetchDydxAccount', 'fetchNonce'],
    ...['fetchDeposit', 'fetchWithdrawal', 'fetchWithdrawAddresses', 'fetchWithdrawalWhitelist', 'fetchCurrencyById'],
    ...['fetchDepositMethodId', 'fetchDepositMethodIds', 'fetchPortfolios', 'fetchPortfolioDetails'],
    ...['fetchBorrowRateHistory', 'fetchBorrowRateHistories', 'fetchMyDustTrades', 'fetchMySettlementHistory'],
  ],
  'orders.read': ['fetchOpenOrder', 'fetchClosedOrder', 'fetchOrdersByIds', 'fetchMyBuys', 'fetchMySells'],
  // What opens a private stream. Kraken's createOrderWs goes through it too, which makes it no order.
  stream: ['authenticate', 'authenticateUta', 'getListenKey', 'keepAliveListenKey', 'negotiate', 'negotiateHelper'],
  // The answer is a session that can do whatever the key can.
  raw: ['signIn', 'signInWithApiKey', 'signInWithPrivateKey', 'authenticateRest'],
  'funds.transfer': [
    'futuresTransfer',
    'transferClassic',
    'transferUta',
    'convertCurrencyNetwork',
    'deposit',
    'redeemGiftCode',
  ],
  // A gift code is money for whoever holds it; a builder's fee is a share of every order for somebody else.
  'funds.withdraw': ['createGiftCode', 'approveBuilderFee', 'approveBuilderCode', 'initializeClient'],
};

const needsByName = new Map<string, Permission>(
  permissions.flatMap((needs) => (landmarks[needs] ?? []).map((name) => [name, needs] as const)),
);

/** What a method beside ccxt's unified ones needs, where it says that about the endpoints it calls. */
export function landmarkOf(name: string): Permission | undefined {
  return needsByName.get(name);
}
