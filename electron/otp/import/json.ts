import { unusable } from './account.ts';

const maxDepth = 32;

/**
 * Reads an export as JSON. Exports come with a byte order mark, or in UTF-16 where they went through an editor.
 * Throws: CODE_SECRET_INVALID on what is no JSON or nested deeper than 32 levels.
 */
export function readExport(bytes: Buffer): unknown {
  const text = readText(bytes);
  if (depthOf(text) > maxDepth) throw unusable('This file is nested too deeply to be an export of an authenticator.');
  try {
    return JSON.parse(text);
  } catch {
    throw unusable('This file is cut off, or no export of an authenticator: it is no JSON.');
  }
}

/** Text in UTF-8 or, where it begins with its mark, UTF-16. Throws: CODE_SECRET_INVALID on binary data. */
export function readText(bytes: Buffer): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unusable('This file is neither text nor a picture that can be read. Save the QR picture as PNG or JPEG.');
  }
}

/** How deep objects and lists are nested, before a parser goes that deep. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText) {
      if (letter === '\\') at += 1;
      else if (letter === '"') isInText = false;
    } else if (letter === '"') isInText = true;
    else if (letter === '{' || letter === '[') deepest = Math.max(deepest, ++depth);
    else if (letter === '}' || letter === ']') depth -= 1;
  }
  return deepest;
}
