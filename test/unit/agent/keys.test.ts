import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeyInput } from '../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../fakes/world.ts';

let world: World;
let bot: BotClient;
const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const secret = Buffer.alloc(64, 7).toString('base64');
let n = 0;

beforeAll(async () => {
  world = await openWorld();
  for (const label of ['practice-totp', 'practice-password', 'practice-none']) await world.addKey(label);
  bot = await world.addBot({
    name: 'shower',
    grants: ['practice-totp', 'practice-password'].map((key) => ({ key, may: ['code'], symbols: 'any' })),
  });
});

afterAll(() => world[Symbol.asyncDispose]());

/** Adds a key of Kraken with these changes; `null` leaves a field out. */
const add = (changes: Record<string, unknown> = {}) => {
  n += 1;
  const whole = { label: `key-${n}`, exchange: 'kraken', apiKey: 'A', secret, twoFactor: { kind: 'none' }, ...changes };
  const input = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== null));
  const { confirmEndpoint, ...rest } = input;
  return world.agent.keys.add({
    ...KeyInput.parse(rest),
    ...(typeof confirmEndpoint === 'boolean' && { confirmEndpoint }),
  });
};
const refused = (outcome: Promise<unknown>, code: string) => expect(outcome).rejects.toMatchObject({ code });

describe('a key that is added', () => {
  it('sends nothing to the exchange, and shows no secret again', async () => {
    const { label } = await add({ endpoint: 'http://127.0.0.1:1', twoFactor: { kind: 'totp', secret: seed } });
    const shown = JSON.stringify([world.agent.keys.show(label), world.agent.keys.list()]);
    for (const text of [seed, secret, 'apiKey', 'seed']) expect(shown).not.toContain(text);
    expect(world.agent.keys.show(label)).toMatchObject({
      twoFactor: 'totp',
      endpoint: 'http://127.0.0.1:1',
      tested: null,
    });
  });

  it('needs a label that is free, also among keys that are just being added', async () => {
    await refused(add({ label: 'practice-totp' }), 'LABEL_TAKEN');
    const both = await Promise.allSettled([add({ label: 'twin' }), add({ label: 'twin' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(world.agent.keys.list().filter(({ label }) => label === 'twin')).toHaveLength(1);
    await world.agent.keys.remove('twin');
    await add({ label: 'twin' });
  });

  it('may be tried again after it was refused', async () => {
    await refused(add({ label: 'again', secret: 'not base64!' }), 'INPUT_INVALID');
    await add({ label: 'again' });
  });

  it.each([
    ['kraken', { secret: null }, ['secret']],
    ['kraken', { apiKey: null, secret: null }, ['apiKey', 'secret']],
    ['kucoin', { apiKey: 'a', secret: 's' }, ['password']],
    ['bitstamp', { apiKey: null, secret: null }, ['apiKey', 'secret']],
    ['hyperliquid', { apiKey: null, secret: null }, ['privateKey', 'walletAddress']],
  ])('at %s with %o lacks %s', async (exchange, changes, names) => {
    const outcome = add({ exchange, ...changes });
    await refused(outcome, 'INPUT_INVALID');
    const fault = await outcome.catch((error: Error) => error);
    for (const name of names) expect(String(fault)).toContain(name);
  });

  it.each(['not base64!', 'QUJD RA==', 'QUJDRA', `${secret}\n`, '-----BEGIN', 'QUJD_-=='])(
    'with the secret %j is refused',
    async (bad) => {
      const outcome = add({ secret: bad });
      await refused(outcome, 'INPUT_INVALID');
      expect(String(await outcome.catch((error: Error) => error))).not.toContain(bad);
    },
  );

  it.each(['nothing', 'Kraken', '../kraken', 'constructor'])('at the exchange %j is refused', (exchange) =>
    refused(add({ exchange }), 'INPUT_INVALID'),
  );

  it('of another exchange cannot be used by the Kraken Pro mobile app', async () => {
    await refused(add({ exchange: 'binance', secret: 's', usedBy: ['kraken-pro-mobile'] }), 'INPUT_INVALID');
    const { label } = await add({ usedBy: ['kraken-pro-mobile', 'bots', 'bots'] });
    expect(world.agent.keys.show(label)).toMatchObject({
      usedBy: ['kraken-pro-mobile', 'bots'],
      verdict: { id: 'split-key' },
    });
  });
});

describe('the endpoint of a key', () => {
  it.each([
    ['http://127.0.0.1:9001', 'http://127.0.0.1:9001'],
    ['https://api.kraken.com/', 'https://api.kraken.com'],
    ['https://localhost', 'https://localhost'],
  ])('%s is taken without a question', async (endpoint, kept) => {
    expect(world.agent.keys.show((await add({ endpoint })).label).endpoint).toBe(kept);
  });

  it.each([
    'https://proxy.example.com',
    'https://github.com',
    'https://api.kraken.com:8443',
    'https://api.binance.com',
  ])('%s is taken only once it is confirmed', async (endpoint) => {
    await refused(add({ endpoint }), 'CONFIRMATION_NEEDED');
    await refused(add({ endpoint, confirmEndpoint: false }), 'CONFIRMATION_NEEDED');
    expect(world.agent.keys.show((await add({ endpoint, confirmEndpoint: true })).label).endpoint).toBe(endpoint);
  });

  it.each(['http://api.kraken.com', 'https://a:b@api.kraken.com', 'https://api.kraken.com/0', 'ftp://127.0.0.1'])(
    '%s is refused, confirmed or not',
    (endpoint) => refused(add({ endpoint, confirmEndpoint: true }), 'INPUT_INVALID'),
  );
});

describe('the second factor of a key', () => {
  const uri = (query: string) => `otpauth://totp/Kraken?${query}`;

  it.each([
    ['blanks and lower case', { secret: 'jbsw y3dp ehpk 3pxp' }],
    ['hyphens and padding', { secret: 'JBSW-Y3DP-EHPK-3PXP======' }],
    ['a URI', { uri: uri(`secret=${seed}&digits=8&period=60&algorithm=SHA256`) }],
    ['settings beside the secret', { secret: seed, digits: 7, period: 15, algorithm: 'SHA512' }],
  ])('is taken with %s', async (_, factor) => {
    const { label } = await add({ endpoint: 'http://127.0.0.1:1', twoFactor: { kind: 'totp', ...factor } });
    expect((await world.agent.keys.code(label)).code).toMatch(/^\d{6,8}$/);
  });

  it.each([
    ['empty', { secret: ' - ' }, 'CODE_SECRET_INVALID'],
    ['with a 1 and an 8', { secret: 'JBSWY3DPEHPK3PX1JBSWY3DPEHPK3PX8' }, 'CODE_SECRET_INVALID'],
    ['with other characters', { secret: 'JBSWY3DPEHPK3PX!' }, 'CODE_SECRET_INVALID'],
    ['too short', { secret: 'JBSWY3DP' }, 'CODE_SECRET_INVALID'],
    ['too long', { secret: 'A'.repeat(400) }, 'CODE_SECRET_INVALID'],
    ['cut off', { secret: 'JBSWY3DPEHPK3PXPA' }, 'CODE_SECRET_INVALID'],
    ['HOTP', { uri: `otpauth://hotp/x?secret=${seed}&counter=1` }, 'CODE_SECRET_INVALID'],
    ['an export', { uri: 'otpauth-migration://offline?data=abc' }, 'CODE_SECRET_INVALID'],
    ['99 digits', { uri: uri(`secret=${seed}&digits=99`) }, 'CODE_SECRET_INVALID'],
    ['a secret twice', { uri: uri(`secret=${seed}&secret=${seed}`) }, 'CODE_SECRET_INVALID'],
    ['no secret', { uri: uri('digits=6') }, 'CODE_SECRET_INVALID'],
    ['MD5', { secret: seed, algorithm: 'MD5' }, 'CODE_SECRET_INVALID'],
    ['a period of 5 s', { secret: seed, period: 5 }, 'CODE_SECRET_INVALID'],
    ['nothing', {}, 'INPUT_INVALID'],
    ['both', { secret: seed, uri: uri(`secret=${seed}`) }, 'INPUT_INVALID'],
    ['settings that differ from the URI', { uri: uri(`secret=${seed}`), digits: 8 }, 'INPUT_INVALID'],
  ])('is refused: %s', async (_, factor, code) => {
    const outcome = add({ label: 'bad-factor', twoFactor: { kind: 'totp', ...factor } });
    await refused(outcome, code);
    expect(String(await outcome.catch((fault: Error) => fault))).not.toMatch(/JBSW|data=abc/);
    expect(world.agent.keys.list().some(({ label }) => label === 'bad-factor')).toBe(false);
  });
});

describe('the code of a key', () => {
  it('is shown with its end, within its period', async () => {
    const { code, expiresAt } = await world.agent.keys.code('practice-totp');
    expect(code).toMatch(/^\d{6}$/);
    const left = Date.parse(expiresAt) - Date.now();
    expect(left).toBeGreaterThan(-2000);
    expect(left).toBeLessThanOrEqual(32_000);
  });

  it.each(['practice-password', 'practice-none'])('of %s cannot be shown: it has none', (label) =>
    refused(world.agent.keys.code(label), 'INPUT_INVALID'),
  );

  it('is shown also where the exchange cannot be reached', async () => {
    const { label } = await add({ endpoint: 'http://127.0.0.1:1', twoFactor: { kind: 'totp', secret: seed } });
    expect((await world.agent.keys.code(label)).code).toMatch(/^\d{6}$/);
  });

  it('is given to a bot that may have it, and a fixed password never is', async () => {
    expect((await bot.send('POST', '/v1/keys/practice-totp/code')).answer['code']).toMatch(/^\d{6}$/);
    const fixed = await bot.send('POST', '/v1/keys/practice-password/code');
    expect(fixed.answer['code']).toBe('BODY_INVALID');
    const password = world.practice.keys.find(({ label }) => label === 'practice-password')?.twoFactor;
    expect(JSON.stringify(fixed.answer)).not.toContain(password?.kind === 'password' ? password.password : '?');
  });

  it.each(['missing', 'key_'])('of an unknown key %j is none', (label) =>
    refused(world.agent.keys.code(label), 'KEY_UNKNOWN'),
  );
});
