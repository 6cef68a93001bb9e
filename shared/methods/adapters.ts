// Methods that only some adapters of ccxt 4.5.84 have, Kraken's among them; arguments in ccxt's order and by its names.

export const adapterAccountReads = {
  fetchDepositMethods: 'code params',
  fetchLedgerEntriesByIds: 'ids code params',
} as const;

export const adapterOrderReads = {
  fetchOrdersByIds: 'ids symbol params',
} as const;

export const adapterTransfers = {
  transferOut: 'code amount params',
} as const;
