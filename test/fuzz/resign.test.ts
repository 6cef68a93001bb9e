/**
 * Re-signing under random requests: never anything but an answer or a refusal with its reason, never wrong, and never long:
 * what is random takes no more than some honest requests, and what is four times as long about four times as long.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadEndpoints } from '../../electron/exchange/endpoints.ts';
import { readTarget, splitResignPath } from '../../electron/exchange/resign/paths.ts';
import { Recovery, type ResignRequest } from '../../electron/exchange/resign/recover.ts';
import { AppError } from '../../shared/errors.ts';
import { DummyClient, requestOf, token } from '../bench/resign/client.ts';
import { judge } from '../bench/resign/judge.ts';
import { randomParameters, randomSegment } from '../bench/resign/random.ts';
import { growth, spent, timeOf } from './work.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500);
/** How many honest requests one may take that is as short. */
const mostHonest = 100;
/** What four times the length may take: 4 is linear, 16 a square. */
const mostGrowth = 6;

const exchanges = ['kraken', 'binance', 'okx', 'gemini', 'gate', 'bitfinex', 'cryptocom', 'indodax'];
const opened = await Promise.all(
  exchanges.map(async (exchange) => {
    const recovery = await Recovery.open(exchange, null);
    const client = await DummyClient.open(exchange, 'running');
    const endpoints = (await loadEndpoints(exchange)).all;
    const withBody = endpoints.find(({ verb, isPublic }) => verb === 'POST' && !isPublic);
    const signed = withBody && client.sign(withBody, {});
    if (signed === undefined) throw new Error('no endpoint takes a body');
    const honest = requestOf(signed);
    return { exchange, recovery, client, endpoints, honest, inTime: noLongerThan(() => recovery.recover(honest)) };
  }),
);

/** Runs it; only refusals may come out of it. */
function answered(act: () => unknown): void {
  try {
    act();
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    expect(['RESIGN_REFUSED', 'TOKEN_MISSING']).toContain(fault.code);
    if (fault.code === 'RESIGN_REFUSED') expect(fault.details.causes).toHaveLength(1);
    expect(fault.message).not.toContain(token);
  }
}

/** Holds an act against an honest one. A slow run counts only where it is slow again: the collector of garbage comes when it likes. */
function noLongerThan(honest: () => unknown): (act: () => unknown) => void {
  const honestMs = timeOf(honest);
  return (act) => {
    const ran = () => answered(act);
    if (spent(ran) > mostHonest * honestMs) expect(growth(honest, ran, mostHonest)).toBeLessThan(mostHonest);
  };
}

function growsWithLength(act: (size: number) => () => unknown): void {
  const [small, large] = [act(1), act(4)].map((one) => () => answered(one)) as [() => void, () => void];
  expect(growth(small, large, mostGrowth)).toBeLessThan(mostGrowth);
}

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
        .chain(({ recovery, client, endpoints, inTime }) =>
          fc.constantFrom(...endpoints).map((endpoint) => ({ recovery, inTime, signed: client.sign(endpoint, {}) })),
        ),
      fc.oneof(raw, form),
      body,
      headers,
      ({ recovery, inTime, signed }, query, text, list) => {
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
          inTime(() => recovery.recover(one));
          inTime(() => recovery.tokenIn(one));
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
  const inTime = noLongerThan(() => readTarget('api.kraken.com/0/private/Balance', null));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const address = pieces.join('');
      inTime(() => readTarget(address, null));
      inTime(() => splitResignPath(`/v1/resign/${address}`));
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

const list = (length: number, member: (at: number) => string): string =>
  Array.from({ length }, (_, at) => member(at)).join(',');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Each near the most that is read at its size of 4, then far past it. */
test.each<[string, (size: number) => string]>([
  ['deep brackets', (size) => `a${'[b]'.repeat(40 * size)}=1`],
  ['open brackets', (size) => `${'a['.repeat(60 * size)}=1`],
  ['many pairs', (size) => 'a=1&'.repeat(240 * size)],
  ['many pairs of other names', (size) => list(240 * size, (at) => `a[${at}][b]=1`).replaceAll(',', '&')],
  ['deep JSON', (size) => `${'{"a":'.repeat(15 * size)}1${'}'.repeat(15 * size)}`],
  ['a long list', (size) => `[${list(450 * size, () => '1')}]`],
  ['a large object', (size) => `{${list(450 * size, (at) => `"n${at}":1`)}}`],
  ['long base64', (size) => base64(`{"a":"${'x'.repeat(1_400 * size)}"}`)],
  ['a long text', (size) => `{"a":"${'x'.repeat(15_000 * size)}"}`],
  ['many plus signs', (size) => `a=${'+'.repeat(15_000 * size)}`],
  ['brackets that are too deep', (size) => `a${'[b]'.repeat(2_000 * size)}=1`],
  ['open brackets that are too many', (size) => `${'a['.repeat(4_000 * size)}=1`],
  ['JSON that is too deep', (size) => `${'{"a":'.repeat(2_500 * size)}1${'}'.repeat(2_500 * size)}`],
  ['a list that is too long', (size) => `[${list(7_500 * size, () => '1')}]`],
  ['base64 that is too long', (size) => base64(`{"a":"${'x'.repeat(10_000 * size)}"}`)],
])('%s: four times as long takes about four times as long', (_what, make) => {
  for (const { recovery, honest } of opened) {
    const asked = (size: number) => {
      const text = make(size);
      const before = Buffer.from(honest.body).toString();
      const joined = /^[\w.]+=/.test(before) && !/^[[{]/.test(text) ? `${before}&${text}` : text;
      return { ...honest, body: Buffer.from(joined) };
    };
    growsWithLength((size) => {
      const request = asked(size);
      return () => recovery.recover(request);
    });
    growsWithLength((size) => {
      const request = asked(size);
      return () => recovery.tokenIn(request);
    });
  }
});

test.each<[string, (size: number) => string]>([
  ['a:', (size) => 'a:'.repeat(75 * size)],
  [':', (size) => ':'.repeat(150 * size)],
  ['%C3%A9', (size) => '%C3%A9'.repeat(30 * size)],
  ['trade:', (size) => 'trade:'.repeat(25 * size)],
])('a path of many %s that fits no pattern: four times as long takes about four times as long', (_what, make) => {
  for (const { recovery } of opened)
    for (const path of ['v2/candles/PART/hist', 'v2/conf/PART', 'v2/stats1/PART/PART'])
      growsWithLength((size) => {
        const url = `https://api-pub.bitfinex.com/${path.replaceAll('PART', make(size))}`;
        return () => recovery.recover({ method: 'GET', url, headers: [], body: Buffer.from('') });
      });
});
