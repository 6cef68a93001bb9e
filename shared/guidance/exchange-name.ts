/** The names that exchanges go by, where they differ from ccxt's ids. */
const exchangeNames: Readonly<Record<string, string>> = {
  kraken: 'Kraken',
  krakenfutures: 'Kraken Futures',
  binance: 'Binance',
  coinbase: 'Coinbase',
  okx: 'OKX',
  bybit: 'Bybit',
};

/** How people write an exchange's name. Takes: ccxt's id. Gives: the id itself where no other name is known. */
export const exchangeName = (id: string): string => exchangeNames[id] ?? id;
