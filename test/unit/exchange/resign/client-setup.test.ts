/** The JavaScript that the agent shows, run for every exchange: its requests must come to the agent, and mean what they did. */
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { type CcxtExchange, loadExchangeClass, type SignedRequest } from '../../../../electron/exchange/ccxt.ts';
import { endpointTables } from '../../../../electron/exchange/endpoint-tables/index.ts';
import { type Endpoint, loadEndpoints } from '../../../../electron/exchange/endpoints.ts';
import { setHashing } from '../../../../electron/exchange/hashing.ts';
import { clientSetupOf } from '../../../../electron/exchange/resign/client-setup.ts';
import { findToken } from '../../../../electron/exchange/resign/find-token.ts';
import { readTarget, splitResignPath } from '../../../../electron/exchange/resign/paths.ts';
import { type BotSetup, tokenMark } from '../../../../shared/connect/bot-setup.ts';
import { programOf, type Way } from '../../../../shared/connect/programs.ts';
import { requestOf, token } from '../../../bench/resign/client.ts';
import { parametersOf } from '../../../bench/resign/parameters.ts';
import { shareOf } from './share.ts';

const agent = 'http://127.0.0.1:8700';
const exchanges = Object.keys(endpointTables);

async function setupOf(exchange: string): Promise<BotSetup> {
  const base = `${agent}/v1/resign/my-key/`;
  const setup = await clientSetupOf({ exchange, base, token: tokenMark });
  return {
    ...{ key: 'my-key', exchange, http: agent, warnings: [], refused: setup.refused, proxyUrl: setup.proxyUrl },
    ...{ addresses: [...setup.addresses], urls: setup.urls, credentials: [...setup.credentials] },
  };
}

type Bot = CcxtExchange & {
  checkProxyUrlSettings(url: string, ...rest: unknown[]): string | undefined;
  urlEncoderForProxyUrl(url: string): string;
};

/** The snippet's own text is what makes the exchange object. */
async function runSnippet(setup: BotSetup, way: Way): Promise<Bot> {
  const text = programOf('javascript')?.text?.(setup, way) ?? '';
  const [, made] = /^const exchange = (new ccxt\.\w+\(.*\n\}\));$/ms.exec(text) ?? [];
  const make = runInThisContext(`(ccxt, process) => ${made}`);
  const Exchange = await loadExchangeClass(setup.exchange);
  const bot = make({ [setup.exchange]: Exchange }, { env: { KEYBEARER_TOKEN: token } });
  setHashing(bot);
  // What ccxt draws and reads from the clock must not make two requests differ.
  Object.assign(bot, { milliseconds: () => 1_764_000_000_123, uuid: () => '11111111-2222-4333-8444-555555555555' });
  return bot;
}

/** As ccxt's fetch does it. */
const sentTo = (bot: Bot, url: string): string => {
  const proxyUrl = bot.checkProxyUrlSettings(url);
  return proxyUrl === undefined ? url : proxyUrl + bot.urlEncoderForProxyUrl(url);
};

function sign(bot: CcxtExchange, endpoint: Endpoint): SignedRequest | undefined {
  try {
    return bot.sign(endpoint.path, endpoint.api, endpoint.verb, parametersOf('minimal', endpoint));
  } catch {
    return undefined;
  }
}

/** ccxt has no address for these, or leaves a parameter in braces: it sends them to nobody. */
const canBeSent = ({ url }: SignedRequest): boolean => /^https:\/\/[^{}]+$/.test(url);

/** The only address that stands in ccxt's code alone; it tells anybody the list of coins. */
const beside: ReadonlyMap<string, string> = new Map([['btcbox', 'https://www.btcbox.co.jp//ajax/coin/coinInfo']]);

const withoutQuery = (url: string): string => url.replace(/\?.*$/s, '').replace(/^https:\/\/[^/]+$/, '$&/');

describe.each<Way>(['urls', 'proxyUrl'])('the JavaScript that is shown, by %s', (way) => {
  test.each(exchanges)('sends each request of %s to the agent, meant for the same address', async (exchange) => {
    const setup = await setupOf(exchange);
    if (setup.refused?.id === 'port') return expect(exchange).toBe('ndax');
    const bot = await runSnippet(setup, way);
    const plain = await runSnippet({ ...setup, proxyUrl: null, urls: {} }, 'urls');
    const wrong: string[] = [];
    let right = 0;
    for (const endpoint of shareOf((await loadEndpoints(exchange)).all, way === 'urls' ? 0 : 1)) {
      const direct = sign(plain, endpoint);
      const signed = sign(bot, endpoint);
      if (direct === undefined || !canBeSent(direct)) continue;
      const url = signed === undefined ? 'unsigned' : sentTo(bot, signed.url);
      if (way === 'urls' && url.startsWith(beside.get(exchange) ?? '-')) continue;
      if (targetOf(url) === withoutQuery(direct.url)) right += 1;
      else wrong.push(`${endpoint.id} ${url}`);
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThan(0);
  });
});

function targetOf(url: string): string | undefined {
  if (!url.startsWith(`${agent}/v1/resign/my-key/`)) return undefined;
  const { origin, path } = readTarget(splitResignPath(url.slice(agent.length)).rest, null);
  return origin + path;
}

/** Share of the requests signed with the account in which the token is found. */
async function tokenShare(exchange: string): Promise<number> {
  const bot = await runSnippet(await setupOf(exchange), 'proxyUrl');
  // Such a session is what ccxt has after it has signed in.
  Object.assign(bot, { token: 'a session' });
  const { all } = await loadEndpoints(exchange);
  const requests = all.flatMap((endpoint) => {
    const signed = endpoint.isPublic ? undefined : sign(bot, endpoint);
    return signed === undefined || !canBeSent(signed) ? [] : [signed];
  });
  const found = requests.filter((signed) => {
    const { url, headers, body } = requestOf(signed);
    try {
      return findToken({ headers, query: url.split('?')[1] ?? '', body: body.toString() }) === token;
    } catch {
      return false;
    }
  });
  return found.length / Math.max(requests.length, 1);
}

describe('an exchange is refused where the token has no place, and nowhere else', () => {
  const unfit = ['aster', 'derive', 'dydx', 'grvt', 'hyperliquid', 'lighter', 'nado', 'pacifica', 'paradex'];

  test('the refused ones, and why', async () => {
    const refused = await Promise.all(exchanges.map(async (one) => [one, (await setupOf(one)).refused?.id] as const));
    const because = (id: string) => refused.filter(([, why]) => why === id).map(([one]) => one);
    expect(because('no-api-key')).toEqual(unfit);
    expect(because('session')).toEqual(['bullish']);
    expect(because('port')).toEqual(['ndax']);
  });

  test.each(exchanges)('%s', async (exchange) => {
    const { refused } = await setupOf(exchange);
    const share = await tokenShare(exchange);
    // A port is a matter of the address alone.
    if (refused === null || refused.id === 'port') expect(share).toBeGreaterThan(0.9);
    else expect(share).toBeLessThan(0.1);
  });
});

test('the agent tells no address where it serves nobody over TCP', async () => {
  const setup = await clientSetupOf({ exchange: 'kraken', base: null, token: tokenMark });
  expect(setup).toMatchObject({ refused: null, proxyUrl: null, addresses: [], urls: {} });
});

test.each([
  ['kraken', ['apiKey', 'secret']],
  ['okx', ['apiKey', 'secret', 'password']],
  ['coinmate', ['apiKey', 'secret', 'uid']],
  ['hibachi', ['apiKey', 'accountId', 'privateKey']],
  ['mudrex', ['secret']],
])('%s is given the credentials that ccxt asks for: %j', async (exchange, names) => {
  const { credentials } = await setupOf(exchange);
  expect(credentials.map(({ name }) => name)).toEqual(names);
  expect(credentials.filter(({ value }) => value.includes(tokenMark))).toHaveLength(1);
});
