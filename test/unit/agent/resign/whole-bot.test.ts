/** Bots that know nothing of Keybearer but an address: the real ccxt, with nothing but its configuration changed. */
import ccxt from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogQuery } from '../../../../shared/control-views.ts';
import { type BotClient, openWorld, type World } from '../../../fakes/world.ts';

const key = 'practice-totp';
let world: World;
let bot: BotClient;

beforeAll(async () => {
  world = await openWorld({ overTcp: true });
  await world.addKey(key);
  bot = await world.addBot({
    name: 'freq',
    doors: ['socket', 'http'],
    grants: [{ key, preset: 'trade', symbols: ['BTC/USD'] }],
  });
});

afterAll(() => world[Symbol.asyncDispose]());

/** The bot as its author wrote it: it is handed an exchange and trades. */
async function trade(exchange: InstanceType<typeof ccxt.kraken>) {
  await exchange.loadMarkets();
  const balance = await exchange.fetchBalance();
  const { last } = await exchange.fetchTicker('BTC/USD');
  const price = Math.round(Number(last) * 0.8);
  const placed = await exchange.createOrder('BTC/USD', 'limit', 'buy', 0.01, price);
  const id = String(placed.id);
  const open = await exchange.fetchOpenOrders('BTC/USD');
  const cancelled = await exchange.cancelOrder(id, 'BTC/USD');
  const left = await exchange.fetchOpenOrders('BTC/USD');
  const trades = await exchange.fetchMyTrades('BTC/USD');
  return { balance, placed, open, cancelled, left, trades };
}

const agentAt = () => `${world.door.http}/v1/resign/${key}`;
const dummy = () => ({ apiKey: bot.token, secret: Buffer.alloc(64, 1).toString('base64'), enableRateLimit: false });
const real = 'api.kraken.com';
const practice = () => new URL(world.practice.url).host;

describe.each([
  ['urls.api, with the host of Kraken', () => ({ urls: urlsTo(`${agentAt()}/${real}`) })],
  ["urls.api, with the practice exchange's own", () => ({ urls: urlsTo(`${agentAt()}/${practice()}`) })],
  ['urls.api, with a whole address', () => ({ urls: urlsTo(`${agentAt()}/https://${real}`) })],
  ['urls.api, with the token in the address', () => ({ urls: urlsTo(`${agentAt()}~${bot.token}/${real}`) })],
  ['proxyUrl', () => ({ proxyUrl: `${agentAt()}/` })],
])('a whole bot of ccxt by %s', (_way, settings) => {
  it('loads markets, reads its balance, places, lists and cancels an order, and reads its trades', async () => {
    const done = await trade(new ccxt.kraken({ ...dummy(), ...settings() }));
    expect(done.balance['USD']).toHaveProperty('free');
    expect(done.open.map(({ id }) => id)).toEqual([done.placed.id]);
    expect(done.left).toEqual([]);
    expect(done.trades).toBeInstanceOf(Array);
  });
});

const urlsTo = (base: string) => ({ api: { public: base, private: base, zendesk: base } });

it('leaves records like any other call: the bot, the endpoint, the order, the code', () => {
  const records = world.agent.log(LogQuery.parse({ limit: 200 }));
  const order = records.find(({ method }) => method === 'privatePostAddOrder');
  expect(order).toMatchObject({
    ...{ bot: 'freq', key, endpoint: 'privatePostAddOrder', permission: 'orders.create', symbol: 'BTC/USD' },
    ...{ side: 'buy', amount: '0.01', status: 'ok', sent: 'yes', otp: true },
  });
  const time = records.find(({ method }) => method === 'publicGetAssetPairs');
  expect(time).toMatchObject({ key: null, permission: 'market.read', status: 'ok' });
});
