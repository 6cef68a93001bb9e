import Big from 'big.js';

type Params = Readonly<Record<string, unknown>>;

/** Order flags that leave side, amount and market as they read. Left out: `viqc`, which makes the amount one of money. */
const harmlessFlags: readonly string[] = ['post', 'fcib', 'fciq', 'nompp', ''];

/**
 * Names outside the list, or inside it with a value that changes what the others mean.
 * Takes: lists = the allowed ones that are read as lists by the caller.
 */
export function unknownsOf(params: Params, allowed: readonly string[], lists: readonly string[] = []): string[] {
  return Object.entries(params).flatMap(([name, value]) => {
    if (!allowed.includes(name)) return [shownName(name)];
    if (name === 'oflags') return unknownFlags(value);
    return lists.includes(name) || isPlain(value) ? [] : [name];
  });
}

/** Text as it goes into the form; undefined for what isn't text or a number, and for nothing. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return new Big(value).toFixed();
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A decimal string, an exponent written out; null for relative prices ("+5%", "#10") and all else. */
export function decimalOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== undefined && /^\d{1,20}(\.\d{1,18})?$/.test(text) ? text : null;
}

// A list or an object would be spread over names such as pair[0], which nobody has read.
const isPlain = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean';

function unknownFlags(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'string') return ['oflags'];
  const strangers = value.split(',').filter((flag) => !harmlessFlags.includes(flag.trim()));
  return strangers.map((flag) => shownName(`oflags=${flag.trim()}`));
}

/** A bot chose the name, and it goes into a sentence and the log. */
const shownName = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?').slice(0, 60);
