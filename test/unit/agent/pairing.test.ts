import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/base/clock.ts';
import { openWorld, type World } from '../../fakes/world.ts';

const key = 'practice-unlimited';
let world: World;
let shiftMs = 0;
beforeEach(async () => {
  shiftMs = 0;
  world = await openWorld({ clock: { ...systemClock, now: () => Date.now() + shiftMs } });
  await world.addKey(key);
});
afterEach(() => world[Symbol.asyncDispose]());

interface Answer {
  readonly pairing: string;
  readonly code: string;
  readonly state?: string;
  readonly token?: string;
  readonly grants?: unknown;
}

/** A bot without a token. */
const ask = (
  method: string,
  path: string,
  body?: object,
  token?: string,
): Promise<{ status: number; answer: Answer }> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    };
    const sent = request({ socketPath: world.door.socket, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, answer: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
const wants = [{ key, preset: 'watch', symbols: 'any' }];
const begin = async (name = 'grid-1') => (await ask('POST', '/v1/pair', { name, wants })).answer;
const look = async (pairing: string) => (await ask('GET', `/v1/pair/${pairing}`)).answer;
const pairs = () => world.agent.botAdmin.pairs;

describe('a bot that asks to be let in', () => {
  it('shows a code, waits, and is told its token once', async () => {
    const { pairing, code } = await begin();
    expect([pairing, code]).toEqual([
      expect.stringMatching(/^[\w-]{22}$/),
      expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{4}$/),
    ]);
    expect(await look(pairing)).toEqual({ state: 'waiting' });
    // Typed without its hyphen and in small letters, as people do.
    expect(pairs().show(code.replace('-', '').toLowerCase())).toMatchObject({
      name: 'grid-1',
      wants: [{ key, preset: 'watch' }],
    });
    expect(await pairs().approve(code, undefined)).toMatchObject({ name: 'grid-1' });
    const { state, token } = await look(pairing);
    expect(state).toBe('done');
    expect(await look(pairing)).toEqual({ state: 'done' });
    expect((await ask('POST', `/v1/keys/${key}/call`, { method: 'fetchBalance' }, token)).status).toBe(200);
    expect((await ask('POST', `/v1/keys/${key}/call`, { method: 'cancelAllOrders' }, token)).answer.code).toBe(
      'PERMISSION_DENIED',
    );
    expect(() => pairs().show(code)).toThrow('No bot waits');
  });

  it('gets what its owner picks, not what it wants', async () => {
    const { pairing, code } = await begin();
    await pairs().approve(code, [{ key, may: ['market.read'], symbols: ['BTC/USD'], orders: 'own', limits: {} }]);
    const { token } = await look(pairing);
    expect((await ask('GET', '/v1/me', undefined, token)).answer.grants).toMatchObject([
      { may: ['market.read'], symbols: ['BTC/USD'] },
    ]);
  });

  it('is too late after two minutes', async () => {
    const { pairing, code } = await begin();
    shiftMs = 120_001;
    expect((await ask('GET', `/v1/pair/${pairing}`)).answer).toMatchObject({ code: 'PAIRING_EXPIRED', status: 410 });
    await expect(pairs().approve(code, undefined)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    shiftMs = 4_000_000;
    expect((await look(pairing)).code).toBe('PAIRING_UNKNOWN');
  });

  it('is one of three at most', async () => {
    const codes = await Promise.all([1, 2, 3].map((n) => begin(`bot-${n}`)));
    expect((await begin('bot-4')).code).toBe('PAIRING_LIMIT');
    await pairs().approve(codes[0]?.code ?? '', undefined);
    expect((await begin('bot-4')).pairing).toBeDefined();
  });

  it('is refused with all others that wait after five wrong codes', async () => {
    const { pairing, code } = await begin();
    for (let n = 0; n < 5; n += 1) expect(() => pairs().show('00000000')).toThrow(/No bot/);
    expect(await look(pairing)).toEqual({ state: 'refused' });
    await expect(pairs().approve(code, undefined)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('stays outside where its grants are none, or its name is taken', async () => {
    const { pairing, code } = await begin();
    const unknown = [{ key: 'no-key', may: [], symbols: 'any' as const, orders: 'own' as const, limits: {} }];
    await expect(pairs().approve(code, unknown)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(await look(pairing)).toEqual({ state: 'waiting' });
    await world.addBot({ name: 'grid-1', grants: [] });
    await expect(pairs().approve(code, undefined)).rejects.toMatchObject({ code: 'LABEL_TAKEN' });
  });

  it('is told what is wrong with what it sends, and that the vault is sealed', async () => {
    for (const body of [{}, { name: 'A B', wants: [] }, { name: 'a', wants: [{ key }] }, { name: 'a', wants, more: 1 }])
      expect((await ask('POST', '/v1/pair', body)).answer.code).toBe('BODY_INVALID');
    expect((await look('nothing')).code).toBe('PAIRING_UNKNOWN');
    await world.agent.seal();
    expect((await begin()).code).toBe('VAULT_SEALED');
  });
});
