/** Deeper than any exchange nests. What reads an answer after this calls itself once a level. */
const maxDepth = 64;
const code = { quote: 0x22, backslash: 0x5c, open: 0x5b, close: 0x5d, openBrace: 0x7b, closeBrace: 0x7d } as const;

/**
 * Does this text, if it begins like JSON, close all that it opens, no more than 64 levels deep?
 * ccxt takes an answer that is cut off for an empty one, so that an account would seem to hold nothing.
 */
export function isWholeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => byte > 0x20);
  if (first !== code.open && first !== code.openBrace) return true;
  let depth = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === code.quote) {
      at = endOfString(bytes, at + 1);
      if (at < 0) return false;
    } else if (byte === code.open || byte === code.openBrace) {
      depth += 1;
      if (depth > maxDepth) return false;
    } else if (byte === code.close || byte === code.closeBrace) depth -= 1;
  }
  return depth === 0;
}

/** Where the string ends that begins here; below 0 where it does not end. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(code.quote, from); at >= 0; at = bytes.indexOf(code.quote, at + 1)) {
    let slashes = 0;
    while (bytes[at - 1 - slashes] === code.backslash && at - 1 - slashes >= from) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
