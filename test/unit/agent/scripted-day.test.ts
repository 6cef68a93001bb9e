import { createHmac } from 'node:crypto';
import ccxt from 'ccxt';
import { expect, it } from 'vitest';
import type { Clock } from '../../../electron/base/clock.ts';
import { systemClock } from '../../../electron/base/clock.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { callsOfADay, liveDay, type Outcome } from '../../fakes/scripted-day.ts';
import { openWorld } from '../../fakes/world.ts';

const key = 'practice-unlimited';
const seed = 'scripted day';
const stepMs = 173_000;

it('a bot written for ccxt gets the same from a day of 500 calls directly and through the agent', async () => {
  const direct = await liveDirectly();
  const carried = await liveThroughTheAgent();
  expect(direct).toHaveLength(callsOfADay);
  // One by one, so that a difference shows where it begins.
  for (const [at, outcome] of direct.entries()) {
    const through = carried[at];
    expect({ at, ...(through && withoutNames(through)) }).toEqual({ at, ...withoutNames(outcome) });
  }
  // The day has something of everything, or it would prove little.
  const failed = direct.filter((outcome) => 'error' in outcome);
  expect(new Set(failed.map((outcome) => ('error' in outcome ? outcome.error : '')))).toEqual(
    new Set(['OrderNotFound', 'InsufficientFunds', 'InvalidOrder']),
  );
  expect(failed.length).toBeLessThan(callsOfADay / 5);
}, 120_000);

/** A clock that stands still until the bot's next call. */
function newClock(): Clock & { pass(): void } {
  let nowMs = Date.UTC(2026, 2, 2, 10);
  return {
    ...systemClock,
    now: () => nowMs,
    pass: () => {
      nowMs += stepMs;
    },
  };
}

async function liveDirectly(): Promise<readonly Outcome[]> {
  const clock = newClock();
  const practice = await startPractice({ port: 0, now: clock.now, seed });
  try {
    const kraken = connect(practice, clock);
    const trade = async (method: string, args: readonly unknown[]): Promise<Outcome> => {
      try {
        const result: unknown = await Reflect.apply(Reflect.get(kraken, method), kraken, args);
        return { result: asJson(result) };
      } catch (fault) {
        return nameFault(fault);
      }
    };
    return await liveDay(trade, clock.pass);
  } finally {
    await practice.close();
  }
}

async function liveThroughTheAgent(): Promise<readonly Outcome[]> {
  const clock = newClock();
  await using world = await openWorld({ clock, now: clock.now, seed });
  await world.addKey(key);
  const may = ['account.read', 'orders.read', 'orders.create', 'orders.cancel'];
  const bot = await world.addBot({ name: 'day', grants: [{ key, may, symbols: 'any', orders: 'any' }] });
  return await liveDay(async (method, args) => {
    const { status, answer } = await bot.call(key, method, args);
    if (status === 200) return { result: answer['result'] };
    return { error: String(answer['ccxt']), words: String(answer['exchange']) };
  }, clock.pass);
}

/** What a user of plain ccxt does for a key with 2FA: puts the code into every private request. */
function connect(practice: Practice, clock: Clock): InstanceType<typeof ccxt.kraken> {
  const found = practice.keys.find(({ label }) => label === key);
  if (found?.twoFactor.kind !== 'totp') throw new Error('the key has no codes');
  const secret = found.twoFactor.secret;
  const kraken = new ccxt.kraken({ apiKey: found.apiKey, secret: found.secret, enableRateLimit: false });
  kraken.urls['api'] = { public: practice.url, private: practice.url };
  // ccxt's own is the time in milliseconds, and two requests may fall into one.
  let nonce = Date.now();
  kraken.nonce = () => ++nonce;
  const sign = kraken.sign.bind(kraken);
  kraken.sign = (path, api, method, params, headers, body) => {
    const otp = codeOf(secret, clock.now());
    return sign(path, api, method, api === 'private' ? { ...params, otp } : params, headers, body);
  };
  return kraken;
}

/** RFC 6238 in its own few lines. Takes: base32. */
function codeOf(secret: string, timeMs: number): string {
  const bits = [...secret].map((one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'));
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(timeMs / 30_000)));
  const mac = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const offset = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** As it arrives at a bot: JSON has no undefined. */
/** The client order ids are the agent's own, and the one thing that a bot sees more of. */
const withoutNames = (outcome: Outcome): Outcome =>
  JSON.parse(
    JSON.stringify(outcome, (name, value: unknown) =>
      name === 'clientOrderId' || name === 'cl_ord_id' ? undefined : value,
    ),
  );

const asJson = (result: unknown): unknown => (result === undefined ? undefined : JSON.parse(JSON.stringify(result)));

function nameFault(fault: unknown): Outcome {
  if (!(fault instanceof Error)) throw fault;
  const [, words = fault.message] = /"error":\[?"([^"]*)"/.exec(fault.message) ?? [];
  return { error: fault.constructor.name, words };
}
