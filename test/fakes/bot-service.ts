/** An agent for the bots' door, without vault or exchange: two bots, one key, and whatever a test makes of `call`. */
import { createHash } from 'node:crypto';
import type { BotService, CallInput } from '../../electron/agent/ports.ts';
import type { ResignAsk } from '../../electron/agent/resign-port.ts';
import { AppError } from '../../shared/errors.ts';
import type { Bot, CallRecord, VaultStatus } from '../../shared/model.ts';
import { noTimings } from '../../shared/timings.ts';
import { type FakeStreams, fakeStreams } from './streams.ts';

export const socketToken = `kb_${'s'.repeat(43)}`;
/** Made for the socket and for TCP. */
export const httpToken = `kb_${'h'.repeat(43)}`;
export const unknownToken = `kb_${'u'.repeat(43)}`;
export const keyId = `key_${'a'.repeat(26)}`;
export const label = 'kraken-main';

const time = '2026-11-22T12:00:00.000Z';
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const botOf = (name: string, letter: string, token: string, doors: Bot['doors']): Bot => ({
  id: `bot_${letter.repeat(26)}`,
  name,
  tokenHash: hashOf(token),
  doors,
  grants: [{ key: keyId, may: ['account.read'], symbols: 'any', orders: 'own', limits: {} }],
  paused: false,
  approved: [],
  added: time,
  expires: null,
});

const record: CallRecord = {
  id: `call_${'a'.repeat(26)}`,
  time,
  bot: 'grid-1',
  key: label,
  exchange: 'kraken',
  method: 'fetchBalance',
  endpoint: 'privatePostBalance',
  permission: 'account.read',
  symbol: null,
  side: null,
  amount: null,
  price: null,
  notional: null,
  verdict: 'allowed',
  status: 'ok',
  sent: 'yes',
  code: null,
  exchangeError: null,
  clientOrderId: null,
  otp: true,
  timings: noTimings,
  bytes: { out: 0, in: 0 },
  requests: [],
};

export interface FakeBots extends BotService {
  readonly streams: FakeStreams;
  /** What came in by `call`, oldest first. */
  readonly received: { readonly bot: string; readonly key: string; readonly input: CallInput }[];
  /** What came in to be signed anew; `bot` is null where no token came with it. */
  readonly resigned: { readonly bot: string | null; readonly ask: ResignAsk }[];
  /** Every `query` that `calls` was asked with. */
  readonly queries: unknown[];
  state: VaultStatus;
  /** What a call gives; it may throw. */
  answer: (input: CallInput) => unknown;
}

/** Makes a fresh one. */
export function fakeBots(): FakeBots {
  const bots = [botOf('grid-1', 'a', socketToken, ['socket']), botOf('grid-2', 'b', httpToken, ['socket', 'http'])];
  const known = (key: string): void => {
    if (key !== keyId && key !== label) throw new AppError('KEY_UNKNOWN');
  };
  const fake: FakeBots = {
    received: [],
    resigned: [],
    queries: [],
    state: 'open',
    answer: () => ({ total: { USD: 1 } }),
    vault: () => fake.state,
    identify: (tokenHash, door) => {
      const bot = bots.find((other) => other.tokenHash === tokenHash && other.doors.includes(door));
      if (bot === undefined) throw new AppError('TOKEN_UNKNOWN');
      if (fake.state !== 'open') throw new AppError('VAULT_SEALED');
      return bot;
    },
    pair: async () => ({ pairing: 'AAAAAAAAAAAAAAAAAAAAAA', code: '7F3A-91C2' }),
    pairing: (id) => {
      if (id !== 'AAAAAAAAAAAAAAAAAAAAAA') throw new AppError('PAIRING_UNKNOWN');
      return { state: 'waiting' };
    },
    me: ({ id, name, paused, expires, grants }) => ({
      id,
      name,
      paused,
      expires,
      grants: grants.map((grant) => ({ ...grant, left: {} })),
    }),
    keys: () => [
      { id: keyId, label, title: '', exchange: 'kraken', twoFactor: 'totp', may: ['account.read'], health: [] },
    ],
    exchange: async (_bot, key) => {
      known(key);
      return {
        ...{ exchange: 'kraken', name: 'Kraken', has: { fetchBalance: true, watchBalance: null } },
        ...{ methods: ['fetchBalance'], timeframes: { '1m': 1 }, precisionMode: 4 },
      };
    },
    call: async (bot, key, input) => {
      known(key);
      fake.received.push({ bot: bot.name, key, input });
      return { result: await fake.answer(input), callId: record.id };
    },
    resign: {
      tokenIn: ({ headers }) => headers.find(([name]) => name.toLowerCase() === 'api-key')?.[1],
      send: async ({ name }, ask) => {
        fake.resigned.push({ bot: name, ask });
        return {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: Buffer.from('{}'),
          callId: record.id,
        };
      },
      read: async (ask) => {
        fake.resigned.push({ bot: null, ask });
        return { status: 200, headers: {}, body: Buffer.from('[]'), callId: record.id };
      },
    },
    streams: fakeStreams(known),
    code: async (_bot, key) => {
      known(key);
      return { code: '123456', expiresAt: time };
    },
    heartbeat: async (_bot, key) => {
      known(key);
      return { until: time };
    },
    calls: async (_bot, query) => {
      fake.queries.push(query);
      return { calls: [record], next: null };
    },
  };
  return fake;
}
