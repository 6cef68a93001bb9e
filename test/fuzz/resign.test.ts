/** Re-signing under random requests: never anything but an answer or a refusal with its reason, never long, never wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadEndpoints } from '../../electron/exchange/endpoints.ts';
import { readTarget, splitResignPath } from '../../electron/exchange/resign/paths.ts';
import { Recovery, type ResignRequest } from '../../electron/exchange/resign/recover.ts';
import { AppError } from '../../shared/errors.ts';
import { DummyClient, requestOf, token } from '../bench/resign/client.ts';
import { judge } from '../bench/resign/judge.ts';
import { randomParameters, randomSegment } from '../bench/resign/random.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500);
/** What one request may take, in time of the processor: far above what it does on a busy machine, far below what a square would. */
const maxMs = 250;

const exchanges = ['kraken', 'binance', 'okx', 'gemini', 'gate', 'bitfinex', 'cryptocom', 'indodax'];
const opened = await Promise.all(
  exchanges.map(async (exchange) => ({
    exchange,
    recovery: await Recovery.open(exchange, null),
    client: await DummyClient.open(exchange, 'running'),
    endpoints: (await loadEndpoints(exchange)).all,
  })),
);

/** Runs it; only refusals may come out of it. Gives the milliseconds of the processor that it took. */
function run(act: () => unknown): number {
  const before = process.cpuUsage();
  try {
    act();
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    expect(['RESIGN_REFUSED', 'TOKEN_MISSING']).toContain(fault.code);
    if (fault.code === 'RESIGN_REFUSED') expect(fault.details.causes).toHaveLength(1);
    expect(fault.message).not.toContain(token);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A slow run counts only where it is slow again: the collector of garbage comes when it likes. */
const timeOf = (act: () => unknown): number => {
  const first = run(act);
  return first < maxMs ? first : Math.min(run(act), run(act));
};

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'nonce',
    'timestamp',
    'signature',
    'symbol',
    '__proto__',
    'constructor',
    'a[b]',
    'a[]',
    'a[',
    '[]',
    '[1,2]',
  ),
  fc.constantFrom('{"a":1,"a":2}', '%', '%2e', '%00', '..', '\\', '+', '&', '=', '#', token, 'null', '1e400', '\ud800'),
);
const pairs = fc.array(fc.tuple(word, word), { maxLength: 12 });
const raw = pairs.map((list) => list.map(([name, value]) => `${name}=${value}`).join('&'));
const form = pairs.map((list) => new URLSearchParams(list).toString());
const body = fc.oneof(
  raw,
  form,
  fc.json({ maxDepth: 6 }),
  fc.string(),
  fc.base64String(),
  raw.map((text) => `json=${text}`),
);
const headers = fc.array(
  fc.tuple(
    fc.constantFrom(
      'Content-Type',
      'API-Key',
      'API-Sign',
      'X-MBX-APIKEY',
      'X-GEMINI-PAYLOAD',
      'KEY',
      'Sign',
      'Authorization',
      'X-Odd',
    ),
    fc.oneof(
      fc.constantFrom(token, 'application/json', 'application/x-www-form-urlencoded', `Bearer ${token}`),
      word,
      fc.base64String(),
    ),
  ),
  { maxLength: 5 },
);

test('a request to an endpoint that exists, with anything in it, is answered or refused in time', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...opened)
        .chain(({ recovery, client, endpoints }) =>
          fc.constantFrom(...endpoints).map((endpoint) => ({ recovery, signed: client.sign(endpoint, {}) })),
        ),
      fc.oneof(raw, form),
      body,
      headers,
      ({ recovery, signed }, query, text, list) => {
        if (signed === undefined) return;
        const honest = requestOf(signed);
        const separator = honest.url.includes('?') ? '&' : '?';
        const asked: ResignRequest = {
          ...honest,
          url: `${honest.url}${separator}${query}`,
          headers: [...honest.headers, ...list],
          body: Buffer.from(text),
        };
        for (const one of [asked, { ...asked, url: honest.url }, { ...honest, headers: asked.headers }]) {
          expect(timeOf(() => recovery.recover(one))).toBeLessThan(maxMs);
          expect(timeOf(() => recovery.tokenIn(one))).toBeLessThan(maxMs);
        }
      },
    ),
    { numRuns },
  );
});

test('an address of anything is read or refused in time', () => {
  const piece = fc.oneof(
    word,
    fc.constantFrom('/', 'https:', '//', 'api.kraken.com', '%2F', '@', ':443', '?', '0', 'private'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const address = pieces.join('');
      expect(timeOf(() => readTarget(address, null))).toBeLessThan(maxMs);
      expect(timeOf(() => splitResignPath(`/v1/resign/${address}`))).toBeLessThan(maxMs);
    }),
    { numRuns: numRuns * 4 },
  );
});

test('whatever parameters ccxt signs, they are understood or refused, and never taken for others', () => {
  fc.assert(
    fc.property(
      fc
        .constantFrom(...opened)
        .chain((one) => fc.constantFrom(...one.endpoints).map((endpoint) => ({ ...one, endpoint }))),
      randomParameters,
      randomSegment,
      ({ client, recovery, endpoint }, given, inPath) => {
        const names = [...endpoint.path.matchAll(/\{([\w-]+)\}/g)].map(([, found = '']) => [found, inPath] as const);
        const verdict = judge(client, recovery, endpoint, { ...given, ...Object.fromEntries(names) });
        expect(verdict.kind, JSON.stringify(verdict)).not.toBe('wrong');
      },
    ),
    { numRuns: numRuns * 4 },
  );
});

test.each([
  ['deep brackets', `a${'[b]'.repeat(8_000)}=1`],
  ['open brackets', `${'a['.repeat(16_000)}=1`],
  ['many pairs', 'a=1&'.repeat(999)],
  ['many pairs of other names', Array.from({ length: 999 }, (_, at) => `a[${at}][b]=1`).join('&')],
  ['deep JSON', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['a long list', `[${'1,'.repeat(30_000)}1]`],
  ['a large object', `{${Array.from({ length: 5_000 }, (_, at) => `"n${at}":1`).join(',')}}`],
  ['long base64', Buffer.from(`{"a":"${'x'.repeat(40_000)}"}`).toString('base64')],
  ['many plus signs', `a=${'+'.repeat(60_000)}`],
])('%s take no longer than anything else', (_what, text) => {
  for (const { recovery, client, endpoints } of opened) {
    const endpoint = endpoints.find(({ verb, isPublic }) => verb === 'POST' && !isPublic);
    const signed = endpoint === undefined ? undefined : client.sign(endpoint, {});
    if (signed === undefined) throw new Error('no endpoint takes a body');
    const honest = requestOf(signed);
    const joined = /^[\w.]+=/.test(signed.body ?? '') && !/^[[{]/.test(text) ? `${signed.body}&${text}` : text;
    const asked = { ...honest, body: Buffer.from(joined) };
    expect(timeOf(() => recovery.recover(asked))).toBeLessThan(maxMs);
    expect(timeOf(() => recovery.tokenIn(asked))).toBeLessThan(maxMs);
  }
});

test('a path that fits no pattern is refused in time, however it is made', () => {
  const parts = ['a:'.repeat(300), ':'.repeat(600), '%C3%A9'.repeat(120), 'trade:'.repeat(100)];
  for (const { recovery } of opened)
    for (const part of parts)
      for (const path of [`v2/candles/${part}/hist`, `v2/conf/${part}`, `v2/stats1/${part}/${part}`]) {
        const url = `https://api-pub.bitfinex.com/${path}`;
        const asked = { method: 'GET', url, headers: [], body: Buffer.from('') };
        expect(timeOf(() => recovery.recover(asked))).toBeLessThan(maxMs);
      }
});
