/**
 * Free text as a question to the index of words: every word of it, the last letters of which may be missing.
 * `EAPI:Inv sig` finds `EAPI:Invalid signature`. Gives: undefined where there is nothing to look for.
 */
export function matchOf(text: string): string | undefined {
  // A NUL would end the question in the middle.
  const words = text.split(/[\s\0]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return undefined;
  return words.map((word) => `"${word.replaceAll('"', ' ')}"${isLong(word) ? ' *' : ''}`).join(' AND ');
}

/** Beginnings of one or two letters stand for half of all words. */
const isLong = (word: string): boolean => (word.match(/[\p{L}\p{N}]+/gu)?.at(-1)?.length ?? 0) >= 3;
