import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CcxtExchange, loadExchangeClass } from '../../../electron/exchange/ccxt.ts';
import type { ExchangeClient } from '../../../electron/exchange/client.ts';
import { setHashing } from '../../../electron/exchange/hashing.ts';
import type { PracticeKey } from '../../../electron/practice/keys.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { connect, openGate, venueAt } from './fixture.ts';

let practice: Practice;
let key: PracticeKey;
let client: ExchangeClient;
let exchange: CcxtExchange;
let close: () => Promise<void>;

beforeAll(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
  const venue = venueAt(practice.url);
  close = () => venue.close();
  const found = practice.keys.find(({ label }) => label === 'practice-unlimited');
  if (found === undefined) throw new Error('no key');
  key = found;
  const Exchange = await loadExchangeClass('kraken');
  const own = Exchange.prototype.sign;
  Exchange.prototype.sign = function (this: CcxtExchange, ...args: unknown[]) {
    exchange = this;
    return Reflect.apply(own, this, args);
  };
  client = await connect(venue, key);
  await client.loadMarkets();
});

afterAll(async () => {
  await close();
  await practice.close();
});

/** All that can be reached from ccxt's object, its hidden and inherited parts included. */
const all = (): string => inspect(exchange, { depth: 12, showHidden: true, maxStringLength: null, breakLength: 1e6 });
const signaturesOf = (text: string): boolean => /API-Sign|otp=\d/.test(text);

describe('the object that ccxt signs with', () => {
  it('keeps neither signature nor code once a request is over, whether it went well or not', async () => {
    const { gate } = openGate(key);
    await client.call('fetchBalance', [], gate);
    await client.call('createOrder', ['BTC/USD', 'limit', 'buy', 0.01, 1000], gate);
    await client.call('cancelOrder', ['no-such-order', 'BTC/USD'], gate).catch(() => {});
    expect(all()).toContain(key.secret);
    expect(signaturesOf(all())).toBe(false);
  });

  it('keeps neither key nor secret once its client is closed', () => {
    client.close();
    expect(all()).not.toContain(key.secret);
    expect(all()).not.toContain(key.apiKey);
  });
});

describe('the secret that was signed with last', () => {
  it('is zeroed when it is forgotten, and signing with it again gives the same', async () => {
    const { sha256 } = await import('../../../node_modules/@noble/hashes/sha2.js');
    const own = new (await loadExchangeClass('kraken'))({});
    const copies: Buffer[] = [];
    const from = Buffer.from.bind(Buffer);
    // The one place where a copy of the secret is made.
    Reflect.set(Buffer, 'from', (...args: Parameters<typeof from>) => {
      const made = from(...args);
      if (made.toString('latin1') === 'a planted secret') copies.push(made);
      return made;
    });
    try {
      const forget = setHashing(own);
      const secret = new TextEncoder().encode('a planted secret');
      const before = own.hmac('message', secret, sha256, 'hex');
      const held = copies.at(-1);
      forget();
      expect(held?.every((byte) => byte === 0)).toBe(true);
      expect(own.hmac('message', secret, sha256, 'hex')).toBe(before);
    } finally {
      Reflect.set(Buffer, 'from', from);
    }
  });
});
