/** An exchange that redirects, repeats what came, packs, cuts into pieces, or answers without an end. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyInput, LogQuery } from '../../../../shared/control-views.ts';
import { krakenVerifier } from '../../../fakes/signed/kraken.ts';
import { type Behaviour, type SignedServer, startSigned } from '../../../fakes/signed/server.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

const account = { apiKey: 'K'.repeat(40), secret: Buffer.alloc(64, 7).toString('base64') };
const key = 'odd-kraken';
let world: World;
let exchange: SignedServer;
let bot: BotClient;

beforeAll(async () => {
  [world, exchange] = await Promise.all([openWorld(), startSigned(krakenVerifier(account))]);
  const input = { label: key, exchange: 'kraken', ...account, usedBy: ['bots'], endpoint: exchange.url };
  await world.agent.keys.add(KeyInput.parse({ ...input, tier: 'unlimited', twoFactor: { kind: 'none' } }));
  bot = await world.addBot({ name: 'odd', grants: [{ key, preset: 'watch', symbols: 'any' }] });
});
afterAll(() => Promise.all([world[Symbol.asyncDispose](), exchange[Symbol.asyncDispose]()]));

interface Heard {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly bytes: Buffer;
}

function balance(behaviour: Behaviour): Promise<Heard> {
  exchange.behave(behaviour);
  exchange.take();
  const headers = { 'API-Key': bot.token, 'API-Sign': 'bm8=', 'Accept-Encoding': 'gzip', 'User-Agent': 'stranger/1' };
  const path = `/v1/resign/${key}/api.kraken.com/0/private/Balance`;
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: world.door.socket, path, method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end('nonce=5&otp=000000');
  });
}

const jsonOf = ({ bytes }: Heard): unknown => JSON.parse(bytes.toString());
const body = { error: [], result: { ZUSD: '1.0000', note: 'Grüße ☃' } };

describe.each(['json', 'gzip', 'chunked'] as const)('an answer as %s', (how) => {
  it('comes through as it is, whole and unpacked', async () => {
    const heard = await balance({ how, body });
    expect(heard.bytes.toString()).toBe(JSON.stringify(body));
    expect(heard.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(heard.headers['content-encoding']).toBeUndefined();
    expect(Number(heard.headers['content-length'])).toBe(heard.bytes.length);
  });

  it('keeps its status', async () => {
    const heard = await balance({ how, body: { error: ['EService:Busy'] }, status: 503 });
    expect([heard.status, jsonOf(heard)]).toEqual([503, { error: ['EService:Busy'] }]);
  });
});

it('what the bot sent by itself never reaches the exchange, and what did is signed with the key', async () => {
  await balance({ how: 'json', body });
  const [seen, ...more] = exchange.take();
  expect(more).toEqual([]);
  expect(seen?.verdict).toBe('valid');
  const text = JSON.stringify([seen?.request.target, seen?.request.headers, seen?.request.body.toString()]);
  for (const own of [bot.token, 'bm8=', 'stranger/1', '000000', 'nonce=5&']) expect(text).not.toContain(own);
});

it('an exchange that repeats all that came gives the key to nobody', async () => {
  const heard = await balance({ how: 'echo' });
  const text = JSON.stringify([heard.headers, heard.bytes.toString()]);
  expect(heard.status).toBe(200);
  for (const secret of [account.apiKey, account.secret, encodeURIComponent(account.secret)])
    expect(text).not.toContain(secret);
  expect(JSON.stringify(world.agent.log(LogQuery.parse({ limit: 5 })))).not.toContain(account.apiKey);
});

it('a redirect is not followed and not handed on', async () => {
  await using elsewhere = await startSigned(krakenVerifier(account));
  const heard = await balance({ how: 'redirect', to: `${elsewhere.url}/0/private/Balance` });
  expect(jsonOf(heard)).toMatchObject({ status: 502, code: 'EXCHANGE_UNAVAILABLE', sent: 'no' });
  expect(heard.headers['location']).toBeUndefined();
  expect(elsewhere.take()).toEqual([]);
});

it('an answer of 50 MB is refused, and the next one is read', async () => {
  expect(jsonOf(await balance({ how: 'large' }))).toMatchObject({ code: 'EXCHANGE_UNAVAILABLE', sent: 'no' });
  expect(jsonOf(await balance({ how: 'json', body }))).toEqual(body);
});
