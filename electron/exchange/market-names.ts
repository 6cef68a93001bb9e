/** Each name that an exchange knows a market by, with its unified symbol; undefined where two markets share it. */
export function namesOfMarkets(markets: Readonly<Record<string, unknown>>): ReadonlyMap<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const [symbol, market] of Object.entries(markets)) {
    for (const name of new Set(marketNames(market))) names.set(name, names.has(name) ? undefined : symbol);
  }
  return names;
}

/** Kraken takes a market by its id, its altname and its wsname. Source: Kraken's API reference, AssetPairs. */
function marketNames(market: unknown): string[] {
  if (typeof market !== 'object' || market === null) return [];
  const info: unknown = Reflect.get(market, 'info');
  const own =
    typeof info === 'object' && info !== null ? [Reflect.get(info, 'altname'), Reflect.get(info, 'wsname')] : [];
  return [Reflect.get(market, 'id'), ...own].filter((name) => typeof name === 'string');
}
