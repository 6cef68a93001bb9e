import { describe, expect, it } from 'vitest';
import { loadEndpoints } from '../../../electron/exchange/endpoints.ts';
import { asksForCode, placeCode, placementOf, placements } from '../../../electron/exchange/placement.ts';
import { exchangeFacts } from '../../../shared/guidance/catalogue.ts';

const at = (exchange: string, id: string) => {
  const placement = placementOf(exchange, { id });
  if (placement === undefined) throw new Error(`${exchange} takes no code with ${id}`);
  return placement;
};

describe('the place of a code', () => {
  it('is "otp" in every private request of Kraken, over whatever stood there', () => {
    const params = { asset: 'XBT', otp: 'old' };
    const placed = placeCode(at('kraken', 'privatePostBalance'), params, '123456');
    expect(placed).toEqual({ params: { asset: 'XBT', otp: '123456' }, headers: {} });
    expect(params.otp).toBe('old');
  });

  it.each(['krakenfutures', 'binance', 'constructor', '__proto__'])('is nowhere at %s', (exchange) => {
    expect(placementOf(exchange, { id: 'privatePostBalance' })).toBeUndefined();
  });

  it('is a header at Coinbase, and beside a word at NDAX', () => {
    const coinbase = at('coinbase', 'v2PrivatePostAccountsAccountIdTransactions');
    expect(placeCode(coinbase, { a: 1 }, '123456')).toEqual({
      params: { a: 1 },
      headers: { 'CB-2FA-TOKEN': '123456' },
    });
    const ndax = at('ndax', 'privatePostCreateWithdrawTicket');
    expect(placeCode(ndax, {}, '123456').params).toEqual({ TfaType: 'Google', TFaCode: '123456' });
  });

  it.each([...placements.keys()])('at %s names endpoints and parameters that there are', async (exchange) => {
    const placement = placements.get(exchange);
    const { byId } = await loadEndpoints(exchange);
    const endpoints = placement?.endpoints === 'every private one' ? [] : (placement?.endpoints ?? []);
    for (const id of endpoints) expect(byId(id), id).toMatchObject({ id, isPublic: false });
    // What a bot sends under that name is taken out before.
    expect(exchangeFacts(exchange)?.codeParams).toContain(placement?.name);
  });
});

describe('the question for a code', () => {
  const deribit = at('deribit', 'privateGetWithdraw');
  const asking = { security_key_authorization_required: true, challenge: 'abc', rp_id: 'deribit.com' };

  it("is HTTP 402 at Coinbase and an answer with a challenge at Deribit; others don't ask", () => {
    const coinbase = at('coinbase', 'v2PrivatePostAccountsAccountIdTransactions');
    expect(asksForCode(coinbase, 402, '{}')).toBe('');
    expect(asksForCode(coinbase, 401, '{}')).toBeUndefined();
    expect(asksForCode(deribit, 200, JSON.stringify({ jsonrpc: '2.0', result: asking }))).toBe('abc');
    expect(asksForCode(deribit, 400, JSON.stringify({ error: { code: 13668, data: asking } }))).toBe('abc');
    expect(asksForCode(at('kraken', 'privatePostBalance'), 402, '{}')).toBeUndefined();
  });

  it.each(['', 'no JSON', '{}', '[]', 'null', '{"result":{"security_key_authorization_required":true}}'])(
    'is not read out of %j',
    (body) => {
      expect(asksForCode(deribit, 200, body)).toBeUndefined();
    },
  );
});
