import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyDraftInput } from '../../../shared/window-views.ts';
import { openWorld, type World } from '../../fakes/world.ts';

let world: World;
const secret = Buffer.alloc(64, 7).toString('base64');

beforeAll(async () => {
  world = await openWorld();
  await world.addKey('practice-none');
});
afterAll(() => world[Symbol.asyncDispose]());

const check = async (draft: Partial<KeyDraftInput>) =>
  (await world.agent.keys.check({ exchange: 'kraken', ...draft })).map(({ field, level }) => `${field} ${level}`);
const known = () => world.practice.keys.find(({ label }) => label === 'practice-none');

describe('a key while it is typed in', () => {
  it('is left in peace where nothing is wrong with it, and while it is empty', async () => {
    expect(await check({})).toEqual([]);
    expect(await check({ label: 'new', apiKey: 'A'.repeat(56), secret, endpoint: 'http://127.0.0.1:8' })).toEqual([]);
    expect(await check({ setUpKey: 'jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp' })).toEqual([]);
  });

  it('needs a private part in base64, and whole', async () => {
    expect(await check({ secret: secret.slice(1) })).toEqual(['secret wrong']);
    expect(await check({ secret: Buffer.alloc(60, 7).toString('base64') })).toEqual(['secret doubt']);
    expect(await check({ exchange: 'binance', secret: 'anything!' })).toEqual([]);
  });

  it('is told where its two parts were mixed up, or cut by a space', async () => {
    expect(await check({ apiKey: secret })).toEqual(['apiKey doubt']);
    expect(await check({ apiKey: secret, secret })).toEqual(['apiKey wrong']);
    expect(await check({ apiKey: 'AB CD' })).toEqual(['apiKey wrong']);
  });

  it('is recognised as one that is here under another label, of the same exchange alone', async () => {
    const apiKey = known()?.apiKey ?? '';
    const [finding] = await world.agent.keys.check({ exchange: 'kraken', apiKey });
    expect(finding).toMatchObject({ field: 'apiKey', level: 'doubt' });
    expect(finding?.text).toContain('"practice-none"');
    expect(await check({ exchange: 'binance', apiKey })).toEqual([]);
  });

  it('may not take a label that is taken', async () => {
    expect(await check({ label: 'practice-none' })).toEqual(['label wrong']);
  });

  it('is warned of an address that is foreign, and refused one that is none', async () => {
    expect(await check({ endpoint: 'https://api.kraken.com' })).toEqual([]);
    expect(await check({ endpoint: 'https://example.com' })).toEqual(['endpoint doubt']);
    expect(await check({ endpoint: 'http://example.com' })).toEqual(['endpoint wrong']);
  });

  it('needs a set-up key that is base32 and long enough', async () => {
    expect(await check({ setUpKey: 'JBSW' })).toEqual(['twoFactor wrong']);
    expect(await check({ setUpKey: 'not a set-up key 1' })).toEqual(['twoFactor wrong']);
    expect(await check({ setUpKey: 'JBSWY3DPEHPK3PXP' })).toEqual(['twoFactor doubt']);
  });

  it('never has a part of what was typed in an answer', async () => {
    const found = await world.agent.keys.check({ exchange: 'kraken', secret: 'SECRETPART', setUpKey: 'SEED-PART-1' });
    expect(JSON.stringify(found)).not.toMatch(/SECRETPART|SEED/);
  });
});
