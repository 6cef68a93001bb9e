/** The same request as a client that isn't ccxt would write it: other orders, other escapes, no content type. */
import type { ResignRequest } from '../../../electron/exchange/resign/recover.ts';

export function byAnotherClient({ method, url, headers, body }: ResignRequest): ResignRequest {
  const [address = '', query] = url.split('?');
  const text = Buffer.from(body).toString();
  const other = /^\s*\{/.test(text) ? reversedJson(text) : /^[\w.-]+=/.test(text) ? reversedForm(text) : text;
  return {
    method,
    url: query === undefined ? address : `${address}?${reversedForm(query)}`,
    headers: headers
      .filter(([name]) => !['content-type', 'user-agent', 'accept'].includes(name.toLowerCase()))
      .map(([name, value]) => [name.toUpperCase(), value] as const)
      .reverse(),
    body: Buffer.from(other),
  };
}

/** Lists keep their order: pairs of one name do, and so do those with an index. */
function reversedForm(text: string): string {
  if (text.startsWith('json={')) return text;
  const groups = Map.groupBy(
    text.split('&').filter((pair) => pair !== ''),
    (pair) => decodeURIComponent(pair.split('=', 1)[0] ?? '').split('[', 1)[0],
  );
  return [...groups.values()].reverse().flat().map(escapedAnew).join('&');
}

/** Escapes all but letters and digits, and writes a blank as `+`. */
function escapedAnew(pair: string): string {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)]
    .map((part) =>
      decodeURIComponent(part.replaceAll('+', ' ')).replace(/[^A-Za-z0-9 ]/gu, (character) =>
        [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      ),
    )
    .join('=')
    .replaceAll(' ', '+');
}

function reversedJson(text: string): string {
  const value: unknown = JSON.parse(text);
  return JSON.stringify(reversed(value), undefined, 1);
}

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
