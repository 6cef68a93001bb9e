/** What of an event a bot may see whose grant names its symbols. */

/** Streams that are about the account as a whole and about no market. */
const symbolless: ReadonlySet<string> = new Set(['watchBalance']);
/** Objects by symbol. Source: ccxt's manual, "WebSocket streaming methods". */
const bySymbol: ReadonlySet<string> = new Set([
  'watchTickers',
  'watchBidsAsks',
  'watchMarkPrices',
  'watchFundingRates',
  'watchFundingRatesForSymbols',
  'watchOHLCVForSymbols',
]);

/**
 * The part of an event that is about these symbols; undefined where there is none. What names no symbol is not shown.
 * Takes: own = the symbols that the thing itself was asked for by, whose events need not name them again.
 */
export function shownEvent(
  method: string,
  event: unknown,
  symbols: readonly string[],
  own: readonly string[] | undefined,
): unknown {
  if (symbolless.has(method)) return event;
  // Candles are bare numbers, of the one market that was asked for.
  if (method === 'watchOHLCV') return own?.every((symbol) => symbols.includes(symbol)) === true ? event : undefined;
  if (Array.isArray(event)) {
    const shown = event.filter((one) => isAbout(one, symbols));
    return shown.length === 0 ? undefined : shown;
  }
  if (typeof event !== 'object' || event === null) return undefined;
  if (!bySymbol.has(method) || 'symbol' in event) return isAbout(event, symbols) ? event : undefined;
  const shown = Object.entries(event).filter(([symbol]) => symbols.includes(symbol));
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}

const isAbout = (one: unknown, symbols: readonly string[]): boolean =>
  typeof one === 'object' &&
  one !== null &&
  'symbol' in one &&
  typeof one.symbol === 'string' &&
  symbols.includes(one.symbol);
