import { AppError } from '../../shared/errors.ts';

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Checks a key's `endpoint` and gives its origin.
 * Throws: INPUT_INVALID on plain http to anything but loopback, user info, or a path.
 */
export function parseEndpoint(text: string): { readonly origin: string; readonly isLoopback: boolean } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const refuse = (detail: string): never => {
    throw new AppError('INPUT_INVALID', { detail });
  };
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return refuse('endpoint must be an address like https://api.example.com.');
  if (url.username !== '' || url.password !== '') return refuse('endpoint must not hold a user name or password.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return refuse('endpoint must be scheme and host only, without a path.');
  const isLoopback = loopbackHosts.has(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) return refuse('endpoint must be https, unless it is on this machine.');
  return { origin: url.origin, isLoopback };
}

/** The same tree of addresses with each scheme and host replaced, paths kept; WebSocket addresses become ws or wss. */
export function replaceHosts(addresses: unknown, origin: string): unknown {
  if (typeof addresses === 'string') {
    return addresses.replace(/^https?:\/\/[^/]*/, origin).replace(/^wss?:\/\/[^/]*/, origin.replace(/^http/, 'ws'));
  }
  if (typeof addresses !== 'object' || addresses === null) return addresses;
  return Object.fromEntries(Object.entries(addresses).map(([name, value]) => [name, replaceHosts(value, origin)]));
}

/** The hosts that stand in a tree of addresses. Takes: hostname = what ccxt puts in the place of `{hostname}`. */
export function hostsOf(addresses: unknown, hostname = ''): string[] {
  if (typeof addresses === 'string') {
    const url = URL.parse(addresses.replace('{hostname}', hostname));
    return url === null ? [] : [url.host];
  }
  if (typeof addresses !== 'object' || addresses === null) return [];
  return Object.values(addresses).flatMap((address) => hostsOf(address, hostname));
}
