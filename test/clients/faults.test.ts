/** What an agent in trouble, or something that is no agent, makes of a call. */
import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, KeybearerError } from '../../clients/typescript/src/index.ts';
import { type Behaviour, fakeToken, json, problem, startFakeAgent } from './fake-agent.ts';

const open = (socket: string, options: object = {}) => connect('kraken-main', { socket, token: fakeToken, ...options });

async function thrownBy(work: Promise<unknown>): Promise<KeybearerError> {
  try {
    await work;
  } catch (fault) {
    if (fault instanceof KeybearerError) return fault;
    throw fault;
  }
  throw new Error('it did not fail');
}

const done: Behaviour['call'] = (response) => json(response, 200, { result: { id: 'O1' }, callId: 'call_1' });
const buy = ['BTC/USD', 'limit', 'buy', '0.01', 50_000] as const;

test('a refusal that passes is tried again, five times at most', async () => {
  await using agent = await startFakeAgent({
    call: (response, request, count) =>
      count <= 5 ? problem(response, 'RATE_LIMITED') : done(response, request, count),
  });
  const kraken = await open(agent.socket);
  expect(await kraken.createOrder(...buy)).toEqual({ id: 'O1' });
  expect(agent.calls).toHaveLength(6);
  await using always = await startFakeAgent({ call: (response) => problem(response, 'RATE_LIMITED') });
  const other = await open(always.socket);
  expect(await thrownBy(other.fetchBalance())).toMatchObject({
    code: 'RATE_LIMITED',
    name: 'RateLimitExceeded',
    retryAfterMs: 5,
  });
  expect(always.calls).toHaveLength(6);
});

test.each([
  ['not retryable', { retryable: false }],
  ['perhaps sent', { sent: 'unknown' }],
  ['sent', { sent: 'yes' }],
  ['without a word on it', { sent: undefined }],
])('a refusal that is %s is not tried again', async (_, more) => {
  await using agent = await startFakeAgent({ call: (response) => problem(response, 'EXCHANGE_UNAVAILABLE', more) });
  const kraken = await open(agent.socket);
  expect(await thrownBy(kraken.createOrder(...buy))).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE' });
  expect(agent.calls).toHaveLength(1);
});

test('an order whose connection broke is unknown, and not repeated', async () => {
  await using agent = await startFakeAgent({ call: (response) => response.destroy() });
  const kraken = await open(agent.socket);
  const lost = await thrownBy(kraken.createOrder(...buy));
  expect(lost).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown', retryable: false, name: 'OperationFailed' });
  expect(agent.calls).toHaveLength(1);
});

test('with a name it is repeated under the same one, and so is a read', async () => {
  const breaking: Behaviour['call'] = (response, request, count) =>
    count === 1 ? response.destroy() : done(response, request, count);
  await using agent = await startFakeAgent({ call: breaking });
  const kraken = await open(agent.socket);
  expect(await kraken.createOrder(...buy, {}, { idempotencyKey: 'grid-1-42' })).toEqual({ id: 'O1' });
  expect(agent.calls[1]).toEqual(agent.calls[0]);
  expect(agent.calls.map(({ name }) => name)).toEqual(['grid-1-42', 'grid-1-42']);
  await using reads = await startFakeAgent({ call: breaking });
  await (await open(reads.socket)).fetchBalance();
  expect(reads.calls).toHaveLength(2);
});

test('half an answer is none', async () => {
  await using agent = await startFakeAgent({
    call: (response) => {
      response.writeHead(200, { 'content-length': '500' });
      response.write('{"result":');
      setImmediate(() => response.destroy());
    },
  });
  const kraken = await open(agent.socket);
  expect(await thrownBy(kraken.createOrder(...buy))).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
});

test('a repeat that never reached the names of calls tells nothing of the first', async () => {
  await using agent = await startFakeAgent({
    call: (response, _, count) =>
      count === 1 ? response.destroy() : problem(response, 'BOT_PAUSED', { retryable: false }),
  });
  const kraken = await open(agent.socket);
  const named = kraken.createOrder(...buy, {}, { idempotencyKey: 'a' });
  expect(await thrownBy(named)).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
  await using looked = await startFakeAgent({
    call: (response, _, count) =>
      count === 1 ? response.destroy() : problem(response, 'EXCHANGE_REFUSED', { retryable: false, callId: 'call_2' }),
  });
  const other = await open(looked.socket);
  const refused = other.createOrder(...buy, {}, { idempotencyKey: 'a' });
  expect(await thrownBy(refused)).toMatchObject({ code: 'EXCHANGE_REFUSED', sent: 'no', callId: 'call_2' });
});

test('no answer within the timeout', async () => {
  await using agent = await startFakeAgent({ call: () => undefined });
  const kraken = await open(agent.socket, { timeout: 0.2 });
  expect(await thrownBy(kraken.fetchBalance())).toMatchObject({
    code: 'DEADLINE_PASSED',
    sent: 'no',
    name: 'RequestTimeout',
  });
  expect(await thrownBy(kraken.createOrder(...buy))).toMatchObject({ code: 'OUTCOME_UNKNOWN', sent: 'unknown' });
});

test('the agent is told to give up before the bot does', async () => {
  const waits: (string | string[] | undefined)[] = [];
  await using agent = await startFakeAgent({
    call: (response, request, count) => {
      waits.push(request.headers['keybearer-deadline-ms']);
      done(response, request, count);
    },
  });
  const kraken = await open(agent.socket, { timeout: 10 });
  await kraken.fetchBalance();
  await kraken.fetchBalance({}, { deadlineMs: 500 });
  expect(waits).toEqual(['8000', '500']);
});

test('a deadline that passed is not tried again', async () => {
  await using agent = await startFakeAgent({ call: (response) => problem(response, 'DEADLINE_PASSED') });
  expect(await thrownBy((await open(agent.socket)).fetchBalance({}, { deadlineMs: 5 }))).toMatchObject({
    code: 'DEADLINE_PASSED',
  });
  expect(agent.calls).toHaveLength(1);
});

test.each([
  ['another version', (response) => json(response, 404, { code: 'ROUTE_UNKNOWN', sent: 'no', detail: 'no' })],
  ['another shape', (response) => json(response, 200, { status: 'fine', version: '7.0.0' })],
  ['a web page', (response) => response.end('<html></html>')],
] satisfies [string, Behaviour['health']][])('what answers with %s gets no token', async (_, health) => {
  const tokens: unknown[] = [];
  await using agent = await startFakeAgent({
    health: (response) => {
      tokens.push(response.req.headers.authorization);
      health(response);
    },
  });
  const refused = await thrownBy(open(agent.socket));
  expect(refused).toMatchObject({ code: 'ROUTE_UNKNOWN', name: 'NotSupported', sent: 'no' });
  expect(refused.message).toContain('does not speak version 1');
  expect(tokens).toEqual([undefined]);
});

test('a socket that others could have made gets no token', async () => {
  await using agent = await startFakeAgent({ call: done });
  chmodSync(agent.socket, 0o666);
  expect(await thrownBy(open(agent.socket))).toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('open to other users'),
  });
  chmodSync(agent.socket, 0o600);
  chmodSync(join(agent.socket, '..'), 0o755);
  expect(await thrownBy(open(agent.socket))).toMatchObject({ code: 'INPUT_INVALID' });
  chmodSync(join(agent.socket, '..'), 0o700);
  await (await open(agent.socket)).close();
  const file = join(agent.socket, '../file');
  writeFileSync(file, '', { mode: 0o600 });
  expect(await thrownBy(open(file))).toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('no socket'),
  });
});

test('a server that says nothing, and one that hangs up', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-mute-'));
  const before = process.umask(0o177);
  const mute = createServer();
  const rude = createServer((socket) => socket.destroy());
  await Promise.all([
    new Promise<void>((resolve) => mute.listen(join(dir, 'mute'), resolve)),
    new Promise<void>((resolve) => rude.listen(join(dir, 'rude'), resolve)),
  ]);
  process.umask(before);
  expect(await thrownBy(open(join(dir, 'mute'), { timeout: 0.2 }))).toMatchObject({ code: 'AGENT_MISSING' });
  expect(await thrownBy(open(join(dir, 'rude')))).toMatchObject({ code: 'AGENT_MISSING' });
  mute.close();
  rude.close();
  rmSync(dir, { recursive: true });
});

test('an agent that is not there yet is waited for where the bot asks for it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'keybearer-late-'));
  const waiting = open(join(dir, 'agent.sock'), { wait: true, timeout: 1 });
  await using agent = await startFakeAgent({ call: done });
  symlinkSync(agent.socket, join(dir, 'elsewhere'));
  renameSync(agent.socket, join(dir, 'agent.sock'));
  expect(await (await waiting).fetchBalance()).toEqual({ id: 'O1' });
  expect(await thrownBy(open(join(dir, 'elsewhere')))).toMatchObject({ code: 'INPUT_INVALID' });
  rmSync(dir, { recursive: true });
});

test('options stand after the arguments, and nowhere else', async () => {
  await using agent = await startFakeAgent({ call: done });
  const kraken = await open(agent.socket);
  expect(await thrownBy(kraken.createOrder(...buy, { idempotencyKey: 'a' }))).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await thrownBy(kraken.createOrder(...buy, {}, { idempotencykey: 'a' }))).toMatchObject({
    code: 'INPUT_INVALID',
  });
  expect(await thrownBy(kraken.createOrder(...buy, {}, { idempotencyKey: 'ü' }))).toMatchObject({
    code: 'INPUT_INVALID',
  });
  expect(await thrownBy(kraken.fetchBalance({}, { deadlineMs: 1.5 }))).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await thrownBy(kraken.fetchBalance({}, {}, {}))).toMatchObject({ code: 'INPUT_INVALID' });
  expect(await thrownBy(kraken.fetchBalance(() => 1))).toMatchObject({ code: 'INPUT_INVALID' });
  expect(agent.calls).toEqual([]);
});

test('nothing that JavaScript looks up becomes a call, and nothing shows the token', async () => {
  await using agent = await startFakeAgent({ call: done });
  const kraken = await open(agent.socket);
  const { inspect } = await import('node:util');
  expect(
    `${String(kraken)} ${JSON.stringify(kraken)} ${inspect(kraken, { showHidden: true, depth: 9 })}`,
  ).not.toContain('kb_');
  for (const name of [
    'then',
    'catch',
    'finally',
    'toJSON',
    'asymmetricMatch',
    '$$typeof',
    'nodeType',
    'inspect',
    Symbol.iterator,
  ])
    expect(Reflect.get(kraken, name)).toBeUndefined();
  expect(kraken.fetchBalance).toBe(kraken.fetchBalance);
  await kraken.close();
  expect(agent.calls).toEqual([]);
  expect(await thrownBy(kraken.fetchBalance())).toMatchObject({ code: 'INPUT_INVALID' });
});
