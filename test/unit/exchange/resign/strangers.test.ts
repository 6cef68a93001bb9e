/** Requests that no ccxt wrote, by hand after the exchanges' own documents. */
import { describe, expect, test } from 'vitest';
import { kraken, request, token, understood } from './talk.ts';

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };

describe('an order on Kraken means the same', () => {
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000.5', volume: '0.01' };
  const meant = ['privatePostAddOrder', order];
  const nested = ['privatePostAddOrder', { ...order, close: { ordertype: 'stop-loss', price: '40000' } }];
  const text = 'pair=XBTUSD&type=buy&ordertype=limit&price=50000.5&volume=0.01';

  test('in a form, whatever its order and with the one-time code left out', async () => {
    expect(await understood('kraken', kraken('/0/private/AddOrder', `nonce=17&${text}`, form))).toEqual(meant);
    const reversed = `otp=123456&${text.split('&').reverse().join('&')}&nonce=17`;
    expect(await understood('kraken', kraken('/0/private/AddOrder', reversed, form))).toEqual(meant);
  });

  test('without a content type, and with the one that fetch writes by itself', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain;charset=UTF-8' }])
      expect(await understood('kraken', kraken('/0/private/AddOrder', `nonce=17&${text}`, headers))).toEqual(meant);
  });

  test('in JSON', async () => {
    const body = JSON.stringify({ nonce: 17, ...order, otp: '123456' });
    expect(await understood('kraken', kraken('/0/private/AddOrder', body, json))).toEqual(meant);
    const numbers = JSON.stringify({ nonce: 17, ...order, volume: 0.01 });
    expect(await understood('kraken', kraken('/0/private/AddOrder', numbers, json))).toEqual([
      'privatePostAddOrder',
      { ...order, volume: 0.01 },
    ]);
  });

  test('with a conditional close, in brackets, escaped or not, and in JSON', async () => {
    for (const close of [
      'close[ordertype]=stop-loss&close[price]=40000',
      'close%5Bordertype%5D=stop-loss&close%5Bprice%5D=40000',
    ])
      expect(await understood('kraken', kraken('/0/private/AddOrder', `nonce=1&${text}&${close}`, form))).toEqual(
        nested,
      );
    const body = JSON.stringify({ nonce: 1, ...order, close: { ordertype: 'stop-loss', price: '40000' } });
    expect(await understood('kraken', kraken('/0/private/AddOrder', body, json))).toEqual(nested);
  });
});

describe('a batch on Kraken means the same', () => {
  const orders = [
    { ordertype: 'limit', type: 'buy', price: '40000', volume: '1' },
    { ordertype: 'limit', type: 'sell', price: '60000', volume: '2' },
  ];
  const meant = ['privatePostAddOrderBatch', { pair: 'XBTUSD', orders }];

  test('in JSON', async () => {
    const body = JSON.stringify({ orders, nonce: '17', pair: 'XBTUSD' });
    expect(await understood('kraken', kraken('/0/private/AddOrderBatch', body, json))).toEqual(meant);
  });

  test('in a form with indices', async () => {
    const items = orders.flatMap((order, at) =>
      Object.entries(order).map(([name, value]) => `orders[${at}][${name}]=${value}`),
    );
    const body = ['nonce=17', 'pair=XBTUSD', ...items].join('&');
    expect(await understood('kraken', kraken('/0/private/AddOrderBatch', body, form))).toEqual(meant);
  });
});

describe('on Binance', () => {
  const address = 'https://api.binance.com/api/v3/order';
  const text = 'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=50000';
  const signed = 'timestamp=1700000000000&signature=abc';
  const meant = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '1', price: '50000' };
  const headers = { 'X-MBX-APIKEY': token };
  const ask = (url: string, body: string, more: object = {}) =>
    understood('binance', request(url, { method: 'POST', headers: { ...headers, ...more }, body }));

  test('an order may stand in the body or, as its own SDK sends it, in the query', async () => {
    expect(await ask(address, `${text}&${signed}`, form)).toEqual(['privatePostOrder', meant]);
    expect(await ask(`${address}?${text}&${signed}`, '')).toEqual(['privatePostOrder', meant]);
  });

  test("the bot's own window and order id are kept", async () => {
    const own = { recvWindow: '4000', newClientOrderId: 'mine-1' };
    expect(await ask(address, `${text}&recvWindow=4000&newClientOrderId=mine-1&${signed}`, form)).toEqual([
      'privatePostOrder',
      { ...meant, ...own },
    ]);
  });

  test('a parameter in both query and body is refused', async () => {
    expect(await ask(`${address}?symbol=BTCUSDT`, `${text}&${signed}`, form)).toBe('duplicate');
  });

  test('a request without its signature is refused', async () => {
    expect(await ask(address, `${text}&timestamp=1700000000000`, form)).toBe('not-signed');
  });

  test('an order to the test network or to another Binance is refused', async () => {
    for (const host of ['testnet.binance.vision', 'api.binance.us'])
      expect(await ask(`https://${host}/api/v3/order`, `${text}&${signed}`, form)).toBe('foreign-host');
  });
});

test('a list of orders on OKX stays a list, and its numbers stay numbers', async () => {
  const orders = [
    { instId: 'BTC-USDT', side: 'buy', sz: 1, px: 1e-7, clOrdId: 'a1', tag: 'mine' },
    { instId: 'BTC-USDT', side: 'sell', sz: '1.50', clOrdId: 'a2', reduceOnly: false },
  ];
  const headers = {
    ...{ 'OK-ACCESS-KEY': token, 'OK-ACCESS-SIGN': 'x', 'OK-ACCESS-TIMESTAMP': 'x', 'OK-ACCESS-PASSPHRASE': 'x' },
    ...{ ...json, 'x-simulated-trading': '0' },
  };
  const asked = { method: 'POST', headers, body: JSON.stringify(orders) };
  expect(await understood('okx', request('https://www.okx.com/api/v5/trade/batch-orders', asked))).toEqual([
    'privatePostTradeBatchOrders',
    orders,
  ]);
});

test("an order to OKX's demo is refused, since the real key would place a real one", async () => {
  const headers = { 'OK-ACCESS-KEY': token, 'OK-ACCESS-SIGN': 'x', 'x-simulated-trading': '1' };
  const asked = { method: 'POST', headers, body: '{"instId":"BTC-USDT","clOrdId":"a"}' };
  expect(await understood('okx', request('https://www.okx.com/api/v5/trade/order', asked))).toBe('header');
});

test("the parameter of a path is read from it, and a path of fixed words is nobody's parameter", async () => {
  const headers = { 'KC-API-KEY': token, 'KC-API-SIGN': 'x', 'KC-API-TIMESTAMP': '1', 'KC-API-PASSPHRASE': 'x' };
  const ask = (path: string) => understood('kucoin', request(`https://api.kucoin.com/api/v1/${path}`, { headers }));
  expect(await ask('accounts/5bd6e9286d99522a52e458de')).toEqual([
    'privateGetAccountsAccountId',
    { accountId: '5bd6e9286d99522a52e458de' },
  ]);
  expect(await ask('accounts/ledgers?currency=BTC')).toEqual(['privateGetAccountsLedgers', { currency: 'BTC' }]);
});

test("Coinbase's JWT is thrown away with the rest of the signature", async () => {
  const headers = { Authorization: `Bearer ${token}.x.y`, ...json };
  const body = {
    client_order_id: '1',
    product_id: 'BTC-USD',
    side: 'BUY',
    order_configuration: { market_market_ioc: { quote_size: '10' } },
  };
  const asked = { method: 'POST', headers, body: JSON.stringify(body) };
  expect(await understood('coinbase', request('https://api.coinbase.com/api/v3/brokerage/orders', asked))).toEqual([
    'v3PrivatePostBrokerageOrders',
    body,
  ]);
});

test("Gemini's request is read from the header that carries it, its body left empty as Gemini asks", async () => {
  const order = { symbol: 'btcusd', amount: '5', price: '3633.00', side: 'buy', type: 'exchange limit' };
  const payloadOf = (given: object): string =>
    Buffer.from(JSON.stringify({ request: '/v1/order/new', nonce: 17, ...given })).toString('base64');
  const headers = {
    'X-GEMINI-APIKEY': `account-${token}`,
    'X-GEMINI-PAYLOAD': payloadOf(order),
    'X-GEMINI-SIGNATURE': 'x',
  };
  const asked = { method: 'POST', headers: { ...headers, 'Content-Type': 'text/plain' } };
  const url = 'https://api.gemini.com/v1/order/new';
  expect(await understood('gemini', request(url, asked))).toEqual(['privatePostV1OrderNew', order]);
  const empty = { ...asked, headers: { ...asked.headers, 'X-GEMINI-PAYLOAD': payloadOf({ client_order_id: '' }) } };
  expect(await understood('gemini', request(url, empty))).toEqual(['privatePostV1OrderNew', { client_order_id: '' }]);
  const lying = { ...asked, body: JSON.stringify({ ...order, amount: '500' }) };
  expect(await understood('gemini', request(url, lying))).toBe('not-reproduced');
});

test('where the name of the method stands in the body, it says which is meant', async () => {
  const headers = { Key: token, Sign: 'x', ...form };
  const ask = (body: string) =>
    understood('indodax', request('https://indodax.com/tapi', { method: 'POST', headers, body }));
  expect(await ask('method=trade&timestamp=1&recvWindow=5000&pair=btc_idr&type=buy&price=5')).toEqual([
    'privatePostTrade',
    { pair: 'btc_idr', type: 'buy', price: '5' },
  ]);
  expect(await ask('timestamp=1&recvWindow=5000&pair=btc_idr')).toBe('not-reproduced');
  expect(await ask('method=unheard&timestamp=1&recvWindow=5000')).toBe('not-reproduced');
});

test('what everybody may read needs no token and no signature', async () => {
  expect(await understood('kraken', request('https://api.kraken.com/0/public/Ticker?pair=XBTUSD'))).toEqual([
    'publicGetTicker',
    { pair: 'XBTUSD' },
  ]);
});
