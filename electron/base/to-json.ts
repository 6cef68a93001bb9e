/**
 * What ccxt gives, as JSON text: no `undefined`, null for what is no finite number, big integers as strings.
 * Gives: undefined for undefined. Throws: TypeError on a ring.
 */
export function toJson(value: object): string;
export function toJson(value: unknown): string | undefined;
export function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (fault) {
    // A replacer slows every answer down, so it is used only where JSON.stringify met a bigint (or a ring: it throws again).
    if (!(fault instanceof TypeError)) throw fault;
    return JSON.stringify(value, (_name, member: unknown) => (typeof member === 'bigint' ? String(member) : member));
  }
}
