import { describe, expect, it } from 'vitest';
import { loadExchangeClass } from '../../../electron/exchange/ccxt.ts';
import { hostsOf, parseEndpoint, replaceHosts } from '../../../electron/exchange/endpoint-override.ts';
import { isHostOfExchange } from '../../../electron/exchange/hosts.ts';

describe("a key's endpoint", () => {
  it.each([
    ['http://127.0.0.1:9001', 'http://127.0.0.1:9001', true],
    ['http://localhost', 'http://localhost', true],
    ['http://[::1]:1/', 'http://[::1]:1', true],
    ['HTTP://LOCALHOST:80', 'http://localhost', true],
    ['https://127.0.0.1', 'https://127.0.0.1', true],
    ['https://api.kraken.com', 'https://api.kraken.com', false],
    ['https://api.kraken.com:443/', 'https://api.kraken.com', false],
  ])('%s is taken', (text, origin, isLoopback) => {
    expect(parseEndpoint(text)).toEqual({ origin, isLoopback });
  });

  it.each([
    ['plain http to another machine', 'http://api.kraken.com'],
    ['a name that only begins like this machine', 'http://localhost.example.com'],
    ['an address of the local network', 'http://192.168.1.2'],
    ['every address of this machine', 'http://0.0.0.0'],
    ['a user', 'https://user@api.kraken.com'],
    ['a password', 'https://:pass@api.kraken.com'],
    ['this machine as a user', 'http://127.0.0.1@example.com'],
    ['a path', 'https://api.kraken.com/0'],
    ['a query', 'https://api.kraken.com?a=1'],
    ['a fragment', 'https://api.kraken.com#a'],
    ['a WebSocket', 'wss://ws.kraken.com'],
    ['a file', 'file:///etc/passwd'],
    ['no address', 'kraken'],
    ['nothing', ''],
  ])('%s is refused', (_, text) => {
    expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});

describe('the addresses of an exchange', () => {
  const exchanges = [
    'kraken',
    'krakenfutures',
    'binance',
    'bybit',
    'okx',
    'coinbase',
    'kucoin',
    'gate',
    'htx',
    'bitget',
  ];

  it.each(exchanges)('of %s all go to the endpoint, REST and WebSocket, with their paths', async (id) => {
    const Exchange = await loadExchangeClass(id);
    const before = leaves(new Exchange({}).urls.api);
    const after = leaves(replaceHosts(new Exchange({}).urls.api, 'http://127.0.0.1:9001'));
    expect(before.length).toBeGreaterThan(0);
    expect(after).toHaveLength(before.length);
    for (const [at, text] of after.entries()) {
      const old = before[at] ?? '';
      expect(text).toMatch(/^(http|ws):\/\/127\.0\.0\.1:9001(\/|$)/);
      expect(text.startsWith('ws'), old).toBe(old.startsWith('ws'));
      expect(text.replace(/^\w+:\/\/[^/]*/, '')).toBe(old.replace(/^\w+:\/\/[^/]*/, ''));
    }
  });

  it('an https endpoint makes wss of a WebSocket', () => {
    expect(replaceHosts({ ws: 'wss://a.b/c' }, 'https://x.y')).toEqual({ ws: 'wss://x.y/c' });
  });

  it('hosts are found at any depth', () => {
    expect(hostsOf({ a: 'https://x.y/z', b: { c: ['wss://{hostname}:8'], d: 7 } }, 'h.i')).toEqual(['x.y', 'h.i:8']);
  });

  it.each([
    ['kraken', 'https://api.kraken.com', true],
    ['binance', 'https://api.binance.com', true],
    ['bybit', 'https://api.bybit.com', true],
    ['kraken', 'https://api.kraken.com:8443', false],
    ['kraken', 'https://api.kraken.com.example.com', false],
    ['kraken', 'https://api.binance.com', false],
    // ccxt keeps logos there.
    ['kraken', 'https://github.com', false],
    ['bybit', 'https://github.com', false],
    ['kraken', 'https://user-images.githubusercontent.com', false],
  ])('%s: is %s its own? %s', async (exchange, origin, isOwn) => {
    expect(await isHostOfExchange(exchange, origin)).toBe(isOwn);
  });
});

function leaves(tree: unknown): string[] {
  if (typeof tree === 'string') return [tree];
  return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(leaves) : [];
}
