import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../../shared/guidance/catalogue.ts';
import { findExchanges, sourceParts } from '../../../../shared/guidance/find-exchanges.ts';

const idsOf = (typed: string, scope: Parameters<typeof findExchanges>[2] = 'all') =>
  findExchanges(catalogue.exchanges, typed, scope).map(({ exchangeId }) => exchangeId);

describe('finding an exchange', () => {
  it('shows all 104 where nothing is typed', () => {
    expect(idsOf('').length).toBe(104);
  });

  it.each(['kraken futures', 'KRAKEN-FUTURES', 'krakenfut'])('finds Kraken Futures by %j', (typed) => {
    expect(idsOf(typed)).toEqual(['krakenfutures']);
  });

  it('finds by the name and the scope together', () => {
    expect(idsOf('kraken', 'every-private-call')).toEqual(['kraken']);
    expect(idsOf('kraken', 'withdrawal')).toEqual([]);
  });
});

it('makes links of the addresses in a source and leaves its other words', () => {
  const parts = sourceParts('https://docs.rs/crate/x routes/user.rs (POST /a)');
  expect(parts).toEqual([
    { text: 'https://docs.rs/crate/x', isLink: true },
    { text: ' routes/user.rs (POST /a)', isLink: false },
  ]);
});
