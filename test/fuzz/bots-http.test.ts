/** The bots' door under random requests: never a 500, never a hang, always problem+json with a code of the table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../electron/base/clock.ts';
import { type BotsDoor, openBotsDoor } from '../../electron/doors/bots/server.ts';
import { isErrorCode } from '../../shared/errors.ts';
import { fakeBots, httpToken, unknownToken } from '../fakes/bot-service.ts';
import { ask, line } from '../unit/doors/bots/talk.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 2_000);
/** What one request may take of the server. */
const maxMs = 50;
const dir = mkdtempSync(join(tmpdir(), 'kb-'));
const faults: unknown[] = [];
const bots = fakeBots();
let door: BotsDoor;
let port = 0;

beforeAll(async () => {
  // Wrong tokens are slowed down on purpose, and an unfinished request would wait on purpose: neither is a hang.
  const limits = { wrongTokenMs: 0, headersMs: 100_000, requestMs: 100_000 };
  door = await openBotsDoor({
    service: bots,
    clock: systemClock,
    version: '0.1.0',
    socketPath: join(dir, 'agent.sock'),
    httpPort: 0,
    report: (fault) => faults.push(fault),
    limits,
  });
  port = Number(new URL(door.http ?? '').port);
});
afterAll(async () => {
  await door.close();
  rmSync(dir, { recursive: true, force: true });
});

/**
 * Says the bytes, and asks for the health on another connection: while that is answered nothing hangs, and whatever is to
 * come back has come. Then it hangs up, since a request that is not complete rightly waits for more.
 */
async function say(bytes: Buffer, overTcp: boolean): Promise<{ text: string; ms: number }> {
  const begun = performance.now();
  const { socket, ended } = await line(overTcp ? port : door.socket, '');
  socket.write(bytes);
  expect((await ask({ socketPath: door.socket })).status).toBe(200);
  await new Promise(setImmediate);
  const ms = performance.now() - begun;
  socket.end();
  return { text: await ended, ms };
}

/** A machine that does something else may be slow once; a hang is slow each time. */
async function sayInTime(bytes: Buffer, overTcp: boolean): Promise<string> {
  for (let tries = 0; tries < 4; tries += 1) {
    const { text, ms } = await say(bytes, overTcp);
    if (ms <= maxMs) return text;
  }
  return expect.unreachable(`over ${maxMs} ms, four times: ${bytes.toString('base64')}`);
}

/** Every answer in what came back: problem+json with a known code, or a result. */
function checkAnswers(text: string): void {
  let rest = text;
  while (rest !== '') {
    const [head = '', ...tail] = rest.split('\r\n\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    rest = tail.join('\r\n\r\n');
    if (status === 100) continue;
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
    expect(head.toLowerCase()).not.toContain('access-control');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    const body = Buffer.from(rest).subarray(0, length).toString();
    rest = Buffer.from(rest)
      .subarray(body === '' ? 0 : length)
      .toString();
    if (status === 200) continue;
    expect(head).toMatch(/\r\ncontent-type: application\/problem\+json(\r\n|$)/i);
    // The answer to a HEAD has a length and no body.
    if (body === '') continue;
    const { code, status: told } = JSON.parse(body);
    expect(isErrorCode(code)).toBe(true);
    expect(told).toBe(status);
  }
  expect(text).not.toContain(httpToken);
  expect(text).not.toContain(unknownToken);
}

const noise = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('', httpToken, '\u0000', '%', '%00', '%zz', '__proto__', '..', '\ufeff', '💥', 'a'.repeat(2_000)),
);
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('GET', 'POST') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'QUERY', 'PROPFIND', 'GETT', ''),
  },
);
const segment = fc.oneof(
  fc.constantFrom('v1', 'keys', 'kraken-main', 'call', 'code', 'calls', 'me', 'health', 'openapi.json', 'resign', ''),
  noise.map(encodeURIComponent),
  fc.string(),
);
const path = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '/v1/keys/kraken-main/call',
      '/v1/keys/kraken-main/code',
      '/v1/me',
      '/v1/keys',
      '/v1/calls',
      '/v1/health',
      '/v1/openapi.json',
    ),
  },
  { weight: 3, arbitrary: fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`) },
  { weight: 2, arbitrary: segment.map((key) => `/v1/keys/${key}/call`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('since', 'status', 'limit', '__proto__', 'x'), noise)
      .map(([name, value]) => `/v1/calls?${name}=${encodeURIComponent(value)}`),
  },
  { weight: 1, arbitrary: noise },
);
const header = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'Host',
      'Origin',
      'Referer',
      'Sec-Fetch-Site',
      'Sec-Fetch-Mode',
      'Authorization',
      'Content-Type',
      'Content-Length',
      'Transfer-Encoding',
      'Expect',
      'Upgrade',
      'Connection',
      'Idempotency-Key',
      'Keybearer-Deadline-Ms',
      'Accept-Version',
      'Content-Encoding',
      'X-Http-Method-Override',
      'Trailer',
    ),
    fc.string({ maxLength: 20 }),
  ),
  fc.oneof(
    noise,
    fc.string({ unit: 'grapheme-ascii' }),
    fc.constantFrom(
      '*',
      'cors',
      'null',
      'chunked',
      '5',
      '0',
      '1e3',
      'application/json',
      'text/plain',
      '100-continue',
      'websocket',
      'Upgrade',
      'close',
      `Bearer ${httpToken}`,
      `Bearer ${unknownToken}`,
    ),
  ),
);
const args = fc.array(fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom('BTC/USD', 'limit', 'buy', 0.01, null)), {
  maxLength: 22,
});
const call = fc.record(
  {
    method: fc.oneof(
      fc.constantFrom('createOrder', 'createOrders', 'fetchBalance', 'privatePostBalance', '__proto__', 'constructor'),
      noise,
    ),
    args,
  },
  { requiredKeys: [] },
);
const number = fc.stringMatching(/^-?\d{0,30}(\.\d{0,30})?([eE][+-]?\d{0,12})?$/);
const body = fc.oneof(
  { weight: 3, arbitrary: call.map((value) => JSON.stringify(value)) },

  fc
    .tuple(number, number)
    .map(([amount, price]) => `{"method":"createOrder","args":["BTC/USD","limit","buy",${amount},${price}]}`),
  fc.json(),
  noise,
  fc.integer({ min: 0, max: 5_000 }).map((depth) => '['.repeat(depth)),
  fc
    .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 }))
    .map(
      ([text, at, piece]) => text.slice(0, at % (text.length + 1)) + piece + text.slice((at + 1) % (text.length + 1)),
    ),
);
// Mostly right, or hardly any would come as far as a route.
const mostly = fc.integer({ min: 0, max: 19 }).map((n) => n > 0);
const headers = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(header, { maxLength: 3 }) },
);
const aCall = fc.constant({ method: 'POST', path: '/v1/keys/kraken-main/call' });
const target = fc.oneof({ weight: 1, arbitrary: aCall }, { weight: 2, arbitrary: fc.record({ method, path }) });
const said = fc.record({
  target,
  headers,
  body,
  isFramed: mostly,
  hasRightHost: mostly,
  hasToken: mostly,
  isTyped: mostly,
  overTcp: fc.boolean(),
});

type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

test(`${numRuns} random requests are each answered at once and by the table`, {
  timeout: 60_000 + numRuns * 20,
}, async () => {
  const check = async (request: Said) => {
    const bytes = Buffer.from(request.body);
    const usual = [
      ...(request.hasRightHost ? [['Host', `127.0.0.1:${port}`]] : []),
      ...(request.hasToken ? [['Authorization', `Bearer ${httpToken}`]] : []),
      ...(request.isTyped ? [['Content-Type', 'application/json']] : []),
      ...(request.isFramed && request.target.method !== 'GET' ? [['Content-Length', String(bytes.length)]] : []),
    ];
    const head = [...usual, ...request.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const whole = Buffer.concat([
      Buffer.from(`${request.target.method} ${request.target.path} HTTP/1.1\r\n${head}\r\n`),
      bytes,
    ]);
    checkAnswers(await sayInTime(whole, request.overTcp));
  };
  await fc.assert(fc.asyncProperty(said, check), { numRuns });
  expect(faults).toEqual([]);
  expect(bots.received.length).toBeGreaterThan(0);
});

test('random bytes are answered or dropped at once', { timeout: 60_000 }, async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 500 }),
    fc.string({ maxLength: 500 }).map((text) => new TextEncoder().encode(text)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), async (some, overTcp) =>
      checkAnswers(await sayInTime(Buffer.from(some), overTcp)),
    ),
    { numRuns: Math.ceil(numRuns / 4) },
  );
  expect(faults).toEqual([]);
});
