import { afterEach, beforeEach, expect, it } from 'vitest';
import { ExchangeClient } from '../../../electron/exchange/client.ts';
import { openDispatcher } from '../../../electron/exchange/transport.ts';
import { type Practice, startPractice } from '../../../electron/practice/server.ts';
import { openGate } from './fixture.ts';

let practice: Practice;
beforeEach(async () => {
  practice = await startPractice({ port: 0, now: Date.now });
});
afterEach(() => practice.close());

function keyOf(label: string) {
  const key = practice.keys.find((one) => one.label === label);
  if (key === undefined) throw new Error(`no key ${label}`);
  return key;
}

const open = (label: string, exchange = 'kraken'): Promise<ExchangeClient> =>
  ExchangeClient.open({
    exchange,
    streams: true,
    endpoint: practice.url,
    credentials: { apiKey: keyOf(label).apiKey, secret: keyOf(label).secret },
    dispatcher: openDispatcher('answers'),
    throttled: false,
    now: Date.now,
    monotonic: () => performance.now(),
    nonce: (own) => own,
    onClockSample: () => {},
  });

it.each(['practice-totp', 'practice-none'])(
  'what watches with %s asks for a token through the gate, with its code',
  async (label) => {
    const client = await open(label);
    const { gate, passed } = openGate(keyOf(label));
    expect(await client.call('watchBalance', [], gate)).toMatchObject({ BTC: { total: 2 } });
    expect(passed.map(({ endpoint }) => endpoint.id)).toEqual(['privatePostGetWebSocketsToken']);
    expect(await client.call('watchTicker', ['BTC/USD'], gate)).toMatchObject({ symbol: 'BTC/USD' });
    expect(passed).toHaveLength(1);
    client.close();
  },
);

it('without its code the token is refused, and nothing is watched', async () => {
  const client = await open('practice-totp');
  await expect(client.call('watchOrders', [], openGate().gate)).rejects.toThrow('EAPI:Invalid signature');
  client.close();
});

it('a gate that refuses the token lets no watching pass', async () => {
  const client = await open('practice-none');
  const refuse = () => Promise.reject(new Error('not allowed'));
  await expect(client.call('watchMyTrades', [], refuse)).rejects.toThrow('not allowed');
  client.close();
});

it('closing ends its sockets', async () => {
  const client = await open('practice-none');
  const { gate } = openGate();
  await client.call('watchBalance', [], gate);
  const next = client.call('watchBalance', [], gate);
  const outcome = expect(next).rejects.toThrow();
  client.close();
  await outcome;
});

it('an exchange without streams is named', async () => {
  await expect(open('practice-none', 'bitflyer')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
