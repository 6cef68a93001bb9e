/** What of an entry may be written. */
import type { CallEntry } from './record.ts';

/** Texts that come from bots and exchanges; the rest of an entry is made of our own words. */
const foreign: ReadonlySet<string> = new Set([
  'endpoint',
  'symbol',
  'side',
  'amount',
  'price',
  'clientOrderId',
  'changes',
  'method',
  'exchangeError',
  'request',
  'response',
]);
const maxTextLength = 2000;
const maxBodyLength = 65_536;

/** The entry as it may be written: every foreign text is scrubbed and clipped, what is too large is named by its size. */
export function cleanEntry<E extends CallEntry>(entry: E, scrub: (text: string) => string): E {
  const members = Object.entries(entry).map(([name, value]) => [
    name,
    foreign.has(name) ? cleanValue(value, scrub) : value,
  ]);
  return Object.assign({ ...entry }, Object.fromEntries(members));
}

function cleanValue(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return clip(scrub(value));
  if (typeof value !== 'object' || value === null) return value;
  const clean = scrubDeep(value, scrub);
  const length = JSON.stringify(clean).length;
  return length > maxBodyLength ? `object(${length})` : clean;
}

/** The value with every text in it scrubbed, names included. */
export function scrubDeep(value: unknown, scrub: (text: string) => string): unknown {
  if (typeof value === 'string') return scrub(value);
  if (Array.isArray(value)) return value.map((item) => scrubDeep(item, scrub));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [scrub(name), scrubDeep(member, scrub)]));
}

const clip = (value: string): string => (value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value);
