/**
 * Structured clone as text, for the way between Node and the page. Both functions are also injected into the page by
 * their source, so they lean on nothing outside themselves.
 */
export function toText(value: unknown): string {
  const pack = (item: unknown): unknown => {
    if (item === undefined) return { $: 'undefined' };
    if (typeof item === 'bigint') return { $: 'bigint', v: String(item) };
    if (typeof item === 'function' || typeof item === 'symbol') throw new Error('An object could not be cloned.');
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(pack);
    if (item instanceof Date) return { $: 'date', v: item.getTime() };
    if (item instanceof Uint8Array) return { $: 'bytes', v: [...item] };
    if (item instanceof Map) return { $: 'map', v: [...item].map(([key, member]) => [pack(key), pack(member)]) };
    if (item instanceof Set) return { $: 'set', v: [...item].map(pack) };
    if (item instanceof Error) return { $: 'error', v: item.message };
    return { $: 'object', v: Object.entries(item).map(([key, member]) => [key, pack(member)]) };
  };
  return JSON.stringify(pack(value));
}

// biome-ignore lint/suspicious/noExplicitAny: it gives back whatever was cloned
export function fromText(text: string): any {
  const unpack = (item: unknown): unknown => {
    if (typeof item !== 'object' || item === null) return item;
    if (Array.isArray(item)) return item.map(unpack);
    const { $: kind, v } = item as { $: string; v: never };
    if (kind === 'undefined') return undefined;
    if (kind === 'bigint') return BigInt(v);
    if (kind === 'date') return new Date(v);
    if (kind === 'bytes') return Uint8Array.from(v);
    if (kind === 'error') return new Error(v);
    if (kind === 'set') return new Set((v as unknown[]).map(unpack));
    const members = (v as [unknown, unknown][]).map(
      ([key, member]) => [kind === 'map' ? unpack(key) : key, unpack(member)] as const,
    );
    return kind === 'map' ? new Map(members) : Object.fromEntries(members as [string, unknown][]);
  };
  return unpack(JSON.parse(text));
}
