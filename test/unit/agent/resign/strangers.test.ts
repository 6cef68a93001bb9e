/** Clients that aren't ccxt, what they may do, and what they are told. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogQuery } from '../../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

const key = 'practice-totp';
let world: World;
let bot: BotClient;

beforeAll(async () => {
  world = await openWorld();
  await world.addKey(key);
  await world.addKey('practice-unlimited');
  const grants = [key, 'practice-unlimited'].map((one) => ({ key: one, preset: 'trade', symbols: ['BTC/USD'] }));
  bot = await world.addBot({ name: 'stranger', grants });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Said {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Heard {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

const ask = (path: string, { method = 'GET', headers = {}, body }: Said = {}): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const sent = request({ socketPath: world.door.socket, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const json = text.startsWith('{') ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const signed = () => ({ 'API-Key': bot.token, 'API-Sign': 'bm90IGEgc2lnbmF0dXJl' });
/** Kraken's way: a form with a nonce, a signature in the headers. */
const kraken = (name: string, body: string, headers: Record<string, string> = form, label = 'practice-unlimited') =>
  ask(`/v1/resign/${label}/api.kraken.com/0/private/${name}`, {
    ...{ method: 'POST', headers: { ...signed(), ...headers }, body },
  });
const order = 'ordertype=limit&type=buy&volume=0.01&pair=XBTUSD&price=30000';
const last = (method: string) =>
  world.agent.log(LogQuery.parse({ limit: 100 })).find((record) => record.method === method);

describe('what a client added by itself is replaced', () => {
  it.each([
    ['a nonce of long ago', 'nonce=1'],
    ['a code that is wrong', 'nonce=1&otp=000000'],
    ['a code first', 'otp=123456&nonce=1700000000000'],
  ])('%s', async (_what, body) => {
    const heard = await kraken('Balance', body, form, key);
    expect(heard.json).toMatchObject({ error: [], result: { ZUSD: expect.any(String) } });
    expect(heard.status).toBe(200);
  });

  it.each([
    ['a form', order, form],
    ['a form in another order', 'price=30000&pair=XBTUSD&volume=0.01&type=buy&ordertype=limit', form],
    ['a form without a content type', order, {}],
    [
      'JSON',
      JSON.stringify({ ordertype: 'limit', type: 'buy', volume: '0.01', pair: 'XBTUSD', price: '30000' }),
      { 'content-type': 'application/json' },
    ],
  ])('an order is understood as %s', async (_what, body, headers) => {
    const nonce = body.startsWith('{') ? body.replace('{', '{"nonce":1,') : `${body}&nonce=1`;
    const heard = await kraken('AddOrder', nonce, headers);
    expect(heard.json).toMatchObject({ error: [], result: { txid: [expect.stringMatching(/^O/)] } });
    expect(last('privatePostAddOrder')).toMatchObject({ bot: 'stranger', side: 'buy', amount: '0.01', status: 'ok' });
  });

  it('an order that closes itself is understood in the form that Kraken’s documents give', async () => {
    const wide = await world.addBot({
      name: 'wide',
      grants: [{ key: 'practice-unlimited', preset: 'trade', symbols: 'any' }],
    });
    const body = `nonce=1&${order}&close%5Bordertype%5D=limit&close[price]=40000`;
    const headers = { ...form, 'API-Key': wide.token, 'API-Sign': 'x' };
    const path = '/v1/resign/practice-unlimited/api.kraken.com/0/private/AddOrder';
    const heard = await ask(path, { method: 'POST', headers, body });
    expect(heard.json).toMatchObject({ error: [], result: { descr: { close: expect.stringContaining('40000') } } });
  });

  it('a batch is read order by order', async () => {
    const orders = [1, 2].map((n) => ({ ordertype: 'limit', type: 'buy', volume: '0.01', price: `${30_000 + n}` }));
    const body = JSON.stringify({ nonce: 1, pair: 'XBTUSD', orders });
    const heard = await kraken('AddOrderBatch', body, { 'content-type': 'application/json' });
    expect(heard.json).toMatchObject({ error: [] });
    expect(last('privatePostAddOrderBatch')).toMatchObject({ status: 'ok', sent: 'yes' });
  });

  it('the token may stand in Authorization, which no exchange gets to see', async () => {
    const headers = { ...form, 'API-Key': 'anything', 'API-Sign': 'x', Authorization: `Bearer ${bot.token}` };
    const path = '/v1/resign/practice-unlimited/api.kraken.com/0/private/Balance';
    expect((await ask(path, { method: 'POST', headers, body: 'nonce=1' })).json).toMatchObject({ error: [] });
  });
});

describe('the grant holds as for every other call', () => {
  it('a permission', async () => {
    const heard = await kraken('Withdraw', 'nonce=1&asset=XBT&key=x&amount=1');
    expect(heard.json).toMatchObject({ status: 403, code: 'PERMISSION_DENIED', sent: 'no' });
    expect(heard.headers['content-type']).toBe('application/problem+json');
  });

  it('a market, by the exchange’s own name for it', async () => {
    const heard = await kraken('AddOrder', `nonce=1&${order.replace('XBTUSD', 'XETHZUSD')}`);
    expect(heard.json).toMatchObject({ code: 'SYMBOL_DENIED', sent: 'no' });
    expect(last('privatePostAddOrder')).toMatchObject({ status: 'denied', verdict: 'denied', code: 'SYMBOL_DENIED' });
  });

  it('a market, also in the first request to an exchange of which nothing is known', async () => {
    await using fresh = await openWorld();
    await fresh.addKey('practice-unlimited');
    const grant = { key: 'practice-unlimited', preset: 'trade', symbols: ['BTC/USD'] };
    const { token } = await fresh.addBot({ name: 'first', grants: [grant] });
    const send = (pair: string) =>
      new Promise<string>((resolve, reject) => {
        const headers = { ...form, 'API-Key': token, 'API-Sign': 'x' };
        const path = '/v1/resign/practice-unlimited/api.kraken.com/0/private/AddOrder';
        const sent = request({ socketPath: fresh.door.socket, path, method: 'POST', headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => resolve(text));
        });
        sent.on('error', reject);
        sent.end(`nonce=1&${order.replace('XBTUSD', pair)}`);
      });
    expect(JSON.parse(await send('XBTUSD'))).toMatchObject({ error: [] });
    expect(JSON.parse(await send('XETHZUSD'))).toMatchObject({ code: 'SYMBOL_DENIED' });
  });

  it('a limit on what an order is worth', async () => {
    const limits = { maxOrderNotional: { amount: '100', currency: 'USD' } };
    const grants = [{ key: 'practice-unlimited', preset: 'trade', symbols: 'any', limits }];
    const small = await world.addBot({ name: 'small', grants });
    const headers = { ...form, 'API-Key': small.token, 'API-Sign': 'x' };
    const path = '/v1/resign/practice-unlimited/api.kraken.com/0/private/AddOrder';
    const heard = await ask(path, { method: 'POST', headers, body: `nonce=1&${order}` });
    expect(heard.json).toMatchObject({ code: 'LIMIT_EXCEEDED', sent: 'no' });
  });

  it('two names for one order', async () => {
    const heard = await kraken('AddOrder', `nonce=1&userref=7&cl_ord_id=a1b2&${order}`);
    expect(heard.json).toMatchObject({ code: 'BODY_INVALID', sent: 'no' });
  });

  it('a key that it was not given', async () => {
    const heard = await kraken('Balance', 'nonce=1', form, 'other-key');
    expect(heard.json).toMatchObject({ status: 404, code: 'KEY_UNKNOWN' });
  });

  it('a bot that is paused', async () => {
    const paused = await world.addBot({ name: 'paused', grants: [{ key, preset: 'watch', symbols: 'any' }] });
    await world.agent.botAdmin.pause(paused.id);
    const headers = { ...form, 'API-Key': paused.token, 'API-Sign': 'x' };
    const path = `/v1/resign/${key}/api.kraken.com/0/private/Balance`;
    expect((await ask(path, { method: 'POST', headers, body: 'nonce=1' })).json).toMatchObject({ code: 'BOT_PAUSED' });
  });
});

describe('what the exchange says comes through', () => {
  it('its no, to the letter, recorded as what it is', async () => {
    const heard = await kraken('AddOrder', `nonce=1&${order.replace('0.01', '9999')}`);
    expect(heard.status).toBe(200);
    expect(heard.text).toBe('{"error":["EOrder:Insufficient funds"]}');
    expect(last('privatePostAddOrder')).toMatchObject({ status: 'failed', code: 'EXCHANGE_REFUSED' });
    expect(heard.headers['keybearer-call-id']).toBe(last('privatePostAddOrder')?.id);
  });

  it('without the key that it repeats', async () => {
    const { apiKey } = world.practice.keys.find(({ label }) => label === 'practice-unlimited') ?? {};
    const heard = await kraken('GetApiKeyInfo', 'nonce=1');
    expect(heard.json).toMatchObject({ error: [] });
    expect(String(apiKey).length).toBeGreaterThan(20);
    expect(heard.text).not.toContain(apiKey);
  });
});

it('a web page with a status of its own comes through, and the log says that the outcome is not known', async () => {
  await world.control('faults', { next: 'html', count: 1 });
  const heard = await kraken('AddOrder', `nonce=1&${order}`);
  expect([heard.status, heard.text.slice(0, 1)]).toEqual([502, '<']);
  expect(last('privatePostAddOrder')).toMatchObject({ status: 'unknown', sent: 'unknown' });
});

describe('where no answer can be told', () => {
  it.each([
    ['redirect', 'Balance', 'nonce=1', 'EXCHANGE_UNAVAILABLE', 'no'],
    ['redirect', 'AddOrder', `nonce=1&${order}`, 'OUTCOME_UNKNOWN', 'unknown'],
    ['drop-after', 'AddOrder', `nonce=1&${order}`, 'OUTCOME_UNKNOWN', 'unknown'],
    ['drop-after', 'Balance', 'nonce=1', 'EXCHANGE_UNAVAILABLE', 'no'],
  ])('%s of %s', async (fault, name, body, code, sent) => {
    await world.control('faults', { next: fault, count: 1 });
    const heard = await kraken(name, body);
    expect(heard.json).toMatchObject({ code, sent });
    expect(heard.headers['location']).toBeUndefined();
  });
});

describe('without a token', () => {
  const open = (label: string, rest: string) => ask(`/v1/resign/${label}/${rest}`);

  it('what is public is answered, alike for a key that is not there', async () => {
    const known = await open(key, 'api.kraken.com/0/public/AssetPairs?pair=XBTUSD');
    const unknown = await open('no-such-key', 'api.kraken.com/0/public/AssetPairs?pair=XBTUSD');
    expect(known.json).toMatchObject({ error: [] });
    const shape = ({ status, text, headers }: Heard) => [status, text, Object.keys(headers).sort()];
    expect(shape(unknown)).toEqual(shape(known));
  });

  it.each([
    ['a private endpoint', 'api.kraken.com/0/private/Balance', 401, 'TOKEN_MISSING'],
    ['another exchange', 'api.binance.com/api/v3/time', 422, 'RESIGN_REFUSED'],
    ['a foreign host', 'evil.example/0/public/Time', 422, 'RESIGN_REFUSED'],
    ['a host with a user', 'api.kraken.com@evil.example/0/public/Time', 422, 'RESIGN_REFUSED'],
    ['a port', 'api.kraken.com:8443/0/public/Time', 422, 'RESIGN_REFUSED'],
    ['a path that climbs', 'api.kraken.com/0/public/../private/Balance', 422, 'RESIGN_REFUSED'],
    ['an escape in an escape', 'https%253A%252F%252Fapi.kraken.com%252F0%252Fpublic%252FTime', 422, 'RESIGN_REFUSED'],
    ['plain http', 'http://api.kraken.com/0/public/Time', 422, 'RESIGN_REFUSED'],
    ['no endpoint of this exchange', 'api.kraken.com/0/public/Nothing', 401, 'TOKEN_MISSING'],
  ])('%s is not, with and without such a key', async (_what, rest, status, code) => {
    for (const label of [key, 'no-such-key']) {
      const heard = await open(label, rest);
      expect([label, heard.status, heard.json['code']]).toEqual([label, status, code]);
    }
  });

  it('a POST to what is public asks for one', async () => {
    const path = `/v1/resign/${key}/api.kraken.com/0/private/Balance`;
    const heard = await ask(path, { method: 'POST', headers: form, body: 'nonce=1' });
    expect(heard.json).toMatchObject({ code: 'TOKEN_MISSING' });
  });

  it('it is a small budget that all share, which says when to come again', async () => {
    const heard = await Promise.all(Array.from({ length: 80 }, () => open(key, 'api.kraken.com/0/public/Time')));
    const refused = heard.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused[0]?.json).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    // A bot with a token isn't held up by them.
    expect((await kraken('Balance', 'nonce=1')).status).toBe(200);
  });
});

it('a refusal stands in the log with its reason, and with nothing of the request', async () => {
  const heard = await kraken('AddOrder', `nonce=1&pair=a&pair=b&${order}&memo=private-words`);
  expect(heard.json).toMatchObject({ code: 'RESIGN_REFUSED', causes: [{ id: 'duplicate' }] });
  const record = world.agent.log(LogQuery.parse({ limit: 1 }))[0];
  expect(record).toMatchObject({
    id: heard.json['callId'],
    method: 'resign',
    status: 'denied',
    code: 'RESIGN_REFUSED',
  });
  expect(JSON.stringify(record)).not.toContain('private-words');
});

it('a sealed vault is told to a known bot, and to nobody else', async () => {
  await world.agent.seal();
  expect((await kraken('Balance', 'nonce=1')).json).toMatchObject({ status: 503, code: 'VAULT_SEALED' });
  expect((await ask(`/v1/resign/${key}/api.kraken.com/0/public/Time`)).json).toMatchObject({ code: 'VAULT_SEALED' });
  const headers = { ...form, 'API-Key': `kb_${'x'.repeat(43)}`, 'API-Sign': 'x' };
  const path = `/v1/resign/${key}/api.kraken.com/0/private/Balance`;
  expect((await ask(path, { method: 'POST', headers, body: 'nonce=1' })).json).toMatchObject({ code: 'TOKEN_UNKNOWN' });
});
