/** Hides what must not be written or shown. Pure; knows shapes and names, not the secrets themselves. */

const maxDepth = 64;

/**
 * The value with only the fields named in `allowed`: any other becomes its type and size, like `string(44)`.
 * An unknown object is not looked into. Elements of a list stand or fall with the field that holds the list.
 */
export function redactValue(value: unknown, allowed: ReadonlySet<string>): unknown {
  return redactAt(value, allowed, false, 0);
}

function redactAt(value: unknown, allowed: ReadonlySet<string>, isNamed: boolean, depth: number): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return isNamed && isPlain(value) ? value : sizeOf(value);
  if (depth > maxDepth || (!isNamed && depth > 0)) return sizeOf(value);
  if (Array.isArray(value)) return value.map((item) => redactAt(item, allowed, isNamed, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      shownName(name),
      redactAt(member, allowed, allowed.has(name), depth + 1),
    ]),
  );
}

/** What JSON can hold as it is. */
const isPlain = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `string(${value.length})`;
  if (Array.isArray(value)) return `array(${value.length})`;
  if (typeof value === 'object' && value !== null) return `object(${Object.keys(value).length})`;
  return typeof value;
}

/** A bot chooses the names it sends, so a name can carry a secret too. */
const shownName = (name: string): string => (name.length > 64 ? `name(${name.length})` : hideSecretShapes(name));

const hidden = '[hidden]';
/** How a name is tied to its value: in a header, a form, a query string, JSON, JSON inside JSON, or percent-encoded. */
const tie = String.raw`(?:\\?["'])?\s*(?:[=:]|%3[AD])\s*(?:\\?["'])?`;
const word = String.raw`[^\s"'\\&,;]+`;

const shapes: readonly (readonly [RegExp, string])[] = [
  [/otpauth(?:-migration)?(?::\/\/|%3A%2F%2F)[^\s"'\\<>]+/gi, `otpauth://${hidden}`],
  [/kb_[A-Za-z0-9_-]{16,}/g, `kb_${hidden}`],
  [/\b(Bearer)(\s+|%20|\+)[A-Za-z0-9._~+/%=-]{6,}/gi, `$1$2${hidden}`],
  [/\b(Basic)(\s+|%20|\+)[A-Za-z0-9+/%=-]{16,}/gi, `$1$2${hidden}`],
  [new RegExp(`(api-?_?(?:sign|key|secret)(?:ature)?)(${tie})${word}`, 'gi'), `$1$2${hidden}`],
  [new RegExp(`\\b(signature|passphrase|privateKey)(${tie})${word}`, 'gi'), `$1$2${hidden}`],
  [/\b(otp|totp|twofa|tfa|2fa)=[^\s"'\\&,;]+/gi, `$1=${hidden}`],
  [new RegExp(`\\b(otp|totp|twofa|tfa|2fa)(${tie})\\d{6,8}\\b`, 'gi'), `$1$2${hidden}`],
  // A signature of SHA-256 or more, a seed or a key: 56 characters of base64, base64url or hex and longer.
  [/[A-Za-z0-9+/_-]{56,}={0,2}/g, hidden],
];

/** The text without what looks like a secret: tokens, signatures, one-time codes, API headers, otpauth links, long base64. */
export function hideSecretShapes(text: string): string {
  return shapes.reduce((shown, [shape, instead]) => shown.replace(shape, instead), text);
}
