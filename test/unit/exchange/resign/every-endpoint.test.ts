/** The short form of `npm run bench:resign`: every endpoint of the great exchanges, signed by ccxt with a dummy key. */
import { describe, expect, test } from 'vitest';
import { loadEndpoints } from '../../../../electron/exchange/endpoints.ts';
import { DummyClient, token } from '../../../bench/resign/client.ts';
import { judge, type Verdict } from '../../../bench/resign/judge.ts';
import { type Kind, kinds, parametersOf } from '../../../bench/resign/parameters.ts';
import { recoveryOf } from './talk.ts';

const exchanges = ['kraken', 'binance', 'okx', 'coinbase', 'bitfinex', 'kucoin', 'gate', 'bybit'] as const;

async function verdicts(exchange: string, kind: Kind): Promise<Verdict[]> {
  const [{ all }, recovery] = await Promise.all([loadEndpoints(exchange), recoveryOf(exchange)]);
  const client = await DummyClient.open(exchange, 'running');
  return all.map((endpoint) => judge(client, recovery, endpoint, parametersOf(kind, endpoint)));
}

describe.each(exchanges)('%s', (exchange) => {
  test('every endpoint is understood with the parameters that it must have', async () => {
    const found = (await verdicts(exchange, 'minimal')).filter(({ kind }) => kind !== 'unsigned');
    expect(found.filter(({ kind }) => kind !== 'right' && kind !== 'twin')).toEqual([]);
    expect(found.length).toBeGreaterThan(60);
  });

  test.each(kinds)('none is taken for another with %s parameters', async (kind) => {
    const found = await verdicts(exchange, kind);
    expect(found.filter((verdict) => verdict.kind === 'wrong')).toEqual([]);
  });
});

describe('the judge', () => {
  const params = { pair: 'XBTUSD', volume: '1' };

  async function judged(change: (recovered: { id: string; params: object }) => { id: string; params: object }) {
    const table = await loadEndpoints('kraken');
    const recovery = await recoveryOf('kraken');
    const endpoint = table.byId('privatePostAddOrder');
    if (endpoint === undefined) throw new Error('kraken has no AddOrder');
    const liar: Parameters<typeof judge>[1] = {
      recover: (asked) => {
        const told = recovery.recover(asked);
        const { id, params: changed } = change({ id: told.endpoint.id, params: told.params });
        return { ...told, endpoint: table.byId(id) ?? told.endpoint, params: { ...changed } };
      },
    };
    return judge(await DummyClient.open('kraken', 'running'), liar, endpoint, params).kind;
  }

  test('calls another endpoint, another value, and a missing or an added parameter wrong', async () => {
    expect(await judged((told) => told)).toBe('right');
    expect(await judged((told) => ({ ...told, id: 'privatePostEditOrder' }))).toBe('wrong');
    expect(await judged((told) => ({ ...told, params: { ...params, volume: '2' } }))).toBe('wrong');
    expect(await judged((told) => ({ ...told, params: { pair: 'XBTUSD' } }))).toBe('wrong');
    expect(await judged((told) => ({ ...told, params: { ...params, leverage: '5' } }))).toBe('wrong');
  });
});

test('the token that a dummy key carries is a token', () => {
  expect(token).toMatch(/^kb_[A-Za-z0-9_-]{43}$/);
});
