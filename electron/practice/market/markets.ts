/** An asset as Kraken names it. */
export interface Asset {
  readonly id: string;
  readonly altname: string;
  /** Digits after the point that a balance keeps. */
  readonly decimals: number;
  readonly displayDecimals: number;
  /** Where the walk starts, in dollars. */
  readonly usd: number;
  /** How much of the walk it feels: 0 stands still, 1 moves like bitcoin. */
  readonly swing: number;
  /** What the practice account begins with. */
  readonly start: string;
}

/** A pair as Kraken names it. */
export interface Pair {
  readonly id: string;
  readonly altname: string;
  readonly wsname: string;
  readonly base: Asset;
  readonly quote: Asset;
  readonly priceDecimals: number;
  readonly costDecimals: number;
  readonly lotDecimals: number;
  readonly orderMin: string;
  readonly costMin: string;
}

type AssetRow = readonly [string, string, number, number, number, number, string];
type PairRow = readonly [string, string, string, string, string, number, string, string];

// id, altname, decimals, display decimals, dollars, swing, start
const assetRows: readonly AssetRow[] = [
  ['ZUSD', 'USD', 4, 2, 1, 0, '100000'],
  ['ZEUR', 'EUR', 4, 2, 1.08, 0.15, '50000'],
  ['USDT', 'USDT', 8, 4, 1, 0.004, '50000'],
  ['XXBT', 'XBT', 10, 5, 62_000, 1, '2'],
  ['XETH', 'ETH', 10, 5, 3_100, 1.2, '20'],
  ['SOL', 'SOL', 10, 5, 145, 1.4, '100'],
  ['XLTC', 'LTC', 10, 5, 82, 1.1, '100'],
  ['ADA', 'ADA', 8, 6, 0.45, 1.3, '5000'],
  ['XXRP', 'XRP', 8, 5, 0.52, 1.2, '5000'],
  ['XXDG', 'XDG', 8, 2, 0.12, 1.4, '10000'],
];

// id, altname, wsname, base, quote, price decimals, order minimum, cost minimum
const pairRows: readonly PairRow[] = [
  ['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'XXBT', 'ZUSD', 1, '0.00005', '0.5'],
  ['XXBTZEUR', 'XBTEUR', 'XBT/EUR', 'XXBT', 'ZEUR', 1, '0.00005', '0.5'],
  ['XBTUSDT', 'XBTUSDT', 'XBT/USDT', 'XXBT', 'USDT', 1, '0.00005', '0.5'],
  ['XETHZUSD', 'ETHUSD', 'ETH/USD', 'XETH', 'ZUSD', 2, '0.001', '0.5'],
  ['XETHZEUR', 'ETHEUR', 'ETH/EUR', 'XETH', 'ZEUR', 2, '0.001', '0.5'],
  ['ETHUSDT', 'ETHUSDT', 'ETH/USDT', 'XETH', 'USDT', 2, '0.001', '0.5'],
  ['XETHXXBT', 'ETHXBT', 'ETH/XBT', 'XETH', 'XXBT', 5, '0.001', '0.00002'],
  ['SOLUSD', 'SOLUSD', 'SOL/USD', 'SOL', 'ZUSD', 2, '0.02', '0.5'],
  ['XLTCZUSD', 'LTCUSD', 'LTC/USD', 'XLTC', 'ZUSD', 2, '0.04', '0.5'],
  ['LTCUSDT', 'LTCUSDT', 'LTC/USDT', 'XLTC', 'USDT', 2, '0.04', '0.5'],
  ['ADAUSD', 'ADAUSD', 'ADA/USD', 'ADA', 'ZUSD', 6, '4.4', '0.5'],
  ['XXRPZUSD', 'XRPUSD', 'XRP/USD', 'XXRP', 'ZUSD', 5, '2', '0.5'],
  ['XDGUSD', 'XDGUSD', 'XDG/USD', 'XXDG', 'ZUSD', 7, '13', '0.5'],
  ['USDTZUSD', 'USDTUSD', 'USDT/USD', 'USDT', 'ZUSD', 5, '5', '0.5'],
];

export const assets: readonly Asset[] = assetRows.map(
  ([id, altname, decimals, displayDecimals, usd, swing, start]) => ({
    id,
    altname,
    decimals,
    displayDecimals,
    usd,
    swing,
    start,
  }),
);

const assetsByName = new Map(
  assets.flatMap((asset) => [asset.id, asset.altname].map((name) => [name, asset] as const)),
);

export const pairs: readonly Pair[] = pairRows.flatMap(
  ([id, altname, wsname, baseId, quoteId, priceDecimals, orderMin, costMin]) => {
    const base = assetsByName.get(baseId);
    const quote = assetsByName.get(quoteId);
    if (base === undefined || quote === undefined) return [];
    const costDecimals = quoteId === 'XXBT' ? 10 : 5;
    return [{ id, altname, wsname, base, quote, priceDecimals, costDecimals, lotDecimals: 8, orderMin, costMin }];
  },
);

const pairsByName = new Map(
  pairs.flatMap((pair) => [pair.id, pair.altname, pair.wsname].map((name) => [name, pair] as const)),
);

/** The asset of an id or an altname. */
export const assetOf = (name: string): Asset | undefined => assetsByName.get(name);

/** The pair of an id, an altname or a name with a slash. */
export const pairOf = (name: string): Pair | undefined => pairsByName.get(name);
