/** Kraken's words for a refusal, found in whatever was pasted around them. */

export const krakenRefusals = [
  'EAPI:Invalid signature',
  'EAPI:Invalid key',
  'EAPI:Invalid nonce',
  'EGeneral:Permission denied',
  'EGeneral:Temporary lockout',
] as const;
export type KrakenRefusal = (typeof krakenRefusals)[number];

const withoutClass = (words: KrakenRefusal): string => words.slice(words.indexOf(':') + 1);

// Pasted from a log, the class may be missing, the case changed, and the white space broken over lines.
const patternOf = (words: string): RegExp =>
  new RegExp(words.replaceAll(':', '\\s*:\\s*').replaceAll(' ', '\\s+'), 'i');

const patterns = krakenRefusals.flatMap((refusal) => [
  { refusal, pattern: patternOf(refusal), isWhole: true },
  { refusal, pattern: patternOf(withoutClass(refusal)), isWhole: false },
]);

/** Any other error in Kraken's form: a severity, a class and its words. Source: Kraken's API reference, "API errors". */
const anyKrakenError = /\b[EW][A-Z][A-Za-z]{2,20}:[A-Za-z][^"'\]\\\n,;]{0,120}/;

/** The first refusal of the list that the text holds; whole words of Kraken's go before shortened ones. */
export function findRefusal(text: string): KrakenRefusal | undefined {
  const hits = patterns
    .map(({ refusal, pattern, isWhole }) => ({ refusal, isWhole, at: text.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => Number(b.isWhole) - Number(a.isWhole) || a.at - b.at);
  return hits[0]?.refusal;
}

/**
 * The exchange's error in a longer text, such as a log line or ccxt's message.
 * Gives: Kraken's own words, in its spelling where the refusal is known; undefined where there are none.
 */
export const findError = (text: string): string | undefined =>
  findRefusal(text) ?? anyKrakenError.exec(text)?.[0].trim();
