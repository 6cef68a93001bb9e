/** The private endpoints of the six (a third for each kind; all by `npm run prove:resign`), signed by ccxt with a dummy key, arrives signed with the real one and says the same. */
import { generateKeyPairSync } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { type Endpoint, loadEndpoints } from '../../../../../electron/exchange/endpoints.ts';
import { dummyOf } from '../../../../../electron/exchange/resign/dummy.ts';
import type { ResignRequest } from '../../../../../electron/exchange/resign/recover.ts';
import { AppError } from '../../../../../shared/errors.ts';
import { DummyClient, requestOf, token } from '../../../../bench/resign/client.ts';
import { type Kind, parametersOf, randomParametersOf } from '../../../../bench/resign/parameters.ts';
import { binanceVerifier } from '../../../../fakes/signed/binance.ts';
import { bitfinexVerifier } from '../../../../fakes/signed/bitfinex.ts';
import { bybitVerifier } from '../../../../fakes/signed/bybit.ts';
import { coinbaseVerifier } from '../../../../fakes/signed/coinbase.ts';
import { krakenVerifier } from '../../../../fakes/signed/kraken.ts';
import { okxVerifier } from '../../../../fakes/signed/okx.ts';
import type { Verifier, WireRequest } from '../../../../fakes/signed/wire.ts';
import { shareCount, shareOf } from '../share.ts';
import { type Account, openAccount, textOf } from './account.ts';

/** An exchange with its real key; count = the private endpoints that ccxt signs there, at least. */
interface Under {
  readonly exchange: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly open: () => Verifier;
  readonly count: number;
}

// Up to 725 requests a test over loopback, on a machine that others use.
vi.setConfig({ testTimeout: 120_000 });

const secret = Buffer.alloc(64, 9).toString('base64');
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = pair.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
const name = 'organizations/11111111-1111-4111-8111-111111111111/apiKeys/22222222-2222-4222-8222-222222222222';
const apiKey = 'the-real-api-key';

const exchanges: readonly Under[] = [
  { exchange: 'kraken', credentials: { apiKey, secret }, open: () => krakenVerifier({ apiKey, secret }), count: 48 },
  {
    exchange: 'binance',
    credentials: { apiKey, secret },
    open: () => binanceVerifier({ apiKey, secret }, Date.now),
    count: 725,
  },
  {
    exchange: 'bybit',
    credentials: { apiKey, secret },
    open: () => bybitVerifier({ apiKey, secret }, Date.now),
    count: 259,
  },
  {
    exchange: 'okx',
    credentials: { apiKey, secret, password: 'phrase' },
    open: () => okxVerifier({ apiKey, secret, passphrase: 'phrase' }, Date.now),
    count: 366,
  },
  {
    exchange: 'coinbase',
    credentials: { apiKey: name, secret: pem },
    open: () => coinbaseVerifier({ apiKey: name, secret: pair.publicKey }, Date.now),
    count: 83,
  },
  {
    exchange: 'bitfinex',
    credentials: { apiKey, secret },
    open: () => bitfinexVerifier({ apiKey, secret }),
    count: 80,
  },
];

describe.each(exchanges)('$exchange', (under) => {
  test.each<Kind>(['minimal', 'realistic', 'typed'])(
    'all are valid, and say the same, with %s parameters',
    async (kind) => {
      const outcomes = await outcomesOf(under, kind);
      expect(outcomes.filter(([, outcome]) => outcome !== 'valid')).toEqual([]);
      expect(outcomes.length).toBeGreaterThanOrEqual(shareCount(under.count));
    },
  );

  // ccxt writes `&` and `#` unescaped for some, and what it signed then was cut off or says something else.
  test.each<Kind | 'random'>(['hostile', 'random'])(
    'all that is not refused is valid, and says the same, with %s parameters',
    async (kind) => {
      const outcomes = await outcomesOf(under, kind);
      const [right, others] = [true, false].map((isRight) =>
        outcomes.filter(([, outcome]) => (outcome === 'valid') === isRight),
      );
      expect(others?.filter(([, outcome]) => !refused.has(outcome))).toEqual([]);
      expect(right?.length).toBeGreaterThan((shareCount(under.count) * 2) / 5);
    },
  );
});

const refused = new Set(['not-signed', 'not-reproduced', 'encoding', 'duplicate', 'path-escape', 'no-endpoint']);

describe.each(exchanges)('the verifier of $exchange', (under) => {
  const { exchange, credentials, open } = under;
  /** Of the first five, signed by whoever holds these. */
  async function verdicts(given: Readonly<Record<string, string>>): Promise<string[]> {
    const outcomes = await outcomesOf({ ...under, credentials: given }, 'minimal', 5);
    return outcomes.map(([, outcome]) => outcome);
  }

  test('knows another key and another secret, whatever was understood', async () => {
    expect(await verdicts(credentials)).toEqual(Array(5).fill('valid'));
    const { credentials: dummy } = dummyOf(exchange, token);
    expect(await verdicts({ ...credentials, secret: dummy['secret'] ?? '' })).toEqual(Array(5).fill('signature'));
    expect(await verdicts({ ...credentials, apiKey: token })).toEqual(Array(5).fill('key'));
  });

  test('takes no request as the bot signed it', async () => {
    const client = await DummyClient.open(exchange, 'running');
    const { all } = await loadEndpoints(exchange);
    const found = all
      .filter((endpoint) => isAsked(exchange, endpoint))
      .slice(0, 20)
      .map((endpoint) => {
        const signed = client.sign(endpoint, parametersOf('realistic', endpoint));
        if (signed === undefined) throw new Error(`ccxt does not sign ${endpoint.id}`);
        return open().verify(wireOf(requestOf(signed)));
      });
    expect(found).toEqual(Array(20).fill('key'));
  });
});

const turns: readonly (Kind | 'random')[] = ['minimal', 'realistic', 'typed', 'hostile', 'random'];

/** Bybit's paths before version 5 are signed in other ways, which its documents no longer hold. */
const isAsked = (exchange: string, { isPublic, api, path }: Endpoint): boolean =>
  !isPublic && api !== 'public' && (exchange !== 'bybit' || path.startsWith('v5/'));

async function outcomesOf(
  { exchange, credentials, open }: Under,
  kind: Kind | 'random',
  most = Number.POSITIVE_INFINITY,
): Promise<[id: string, outcome: string][]> {
  await using account = await openAccount({ exchange, credentials, verifier: open() });
  const client = await DummyClient.open(exchange, 'running');
  const { all } = await loadEndpoints(exchange);
  const outcomes: [string, string][] = [];
  const asked = all.filter((one) => isAsked(exchange, one));
  const looked = most < asked.length ? asked.slice(0, most) : shareOf(asked, turns.indexOf(kind));
  for (const [at, endpoint] of looked.entries()) {
    const given = kind === 'random' ? randomParametersOf(at, endpoint) : parametersOf(kind, endpoint);
    // A window is the bot's own, and a random one is too short or too long.
    const { recvWindow: _window, ...params } = given;
    const signed = client.sign(endpoint, params);
    if (signed === undefined) throw new Error(`ccxt does not sign ${endpoint.id}`);
    outcomes.push([endpoint.id, await outcomeOf(account, requestOf(signed))]);
  }
  return outcomes;
}

async function outcomeOf(account: Account, written: ResignRequest): Promise<string> {
  try {
    const seen = await account.resign(written);
    if (seen.verdict !== 'valid') return seen.verdict;
    if (textOf(seen).includes(token)) return 'the token';
    return isDeepStrictEqual(meaningOf(wireOf(written)), meaningOf(seen.request)) ? 'valid' : 'another meaning';
  } catch (fault) {
    if (fault instanceof AppError) return fault.details.causes?.[0]?.id ?? fault.code;
    throw fault;
  }
}

const wireOf = ({ method, url, headers, body }: ResignRequest): WireRequest => {
  const at = url.indexOf('/', 'https://'.length);
  return { method, target: url.slice(at), headers, body: Buffer.from(body) };
};

const ofSigning = ['nonce', 'otp', 'timestamp', 'signature'];

/** As JavaScript's own readers understand it, without what signs it. */
function meaningOf({ method, target, body }: WireRequest): unknown {
  const { pathname, search } = new URL(target, 'https://localhost');
  const text = body.toString();
  return { method, pathname, query: pairsIn(search), body: /^\s*[[{]/.test(text) ? jsonOf(text) : pairsIn(text) };
}

const pairsIn = (text: string): string[] =>
  [...new URLSearchParams(text)]
    .filter(([field]) => !ofSigning.includes(field))
    .map(String)
    .sort();

function jsonOf(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([field]) => !ofSigning.includes(field)));
}
