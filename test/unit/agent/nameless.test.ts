import { describe, expect, it } from 'vitest';
import { namelessText, namelessWords } from '../../../electron/agent/nameless.ts';

describe('a bug report', () => {
  it.each([
    ['EAPI:Invalid signature', 'EAPI:Invalid signature'],
    ['kraken {"error":["EOrder:Insufficient funds"]}', 'EOrder:Insufficient funds'],
    ['EOrder:Order minimum not met for OABCDE-12345-FGHIJK', 'EOrder:Order minimum not met for …'],
    ['Account 4711 of bob@example.com has 12.5 XBTUSD', 'Account … of … has …'],
    ['Filter failure: LOT_SIZE at https://example.com/x?k=1', 'Filter failure: … at …'],
    ['my-label is unknown', '… is unknown'],
  ])('of what an exchange said, %s, shows %s', (said, shown) => {
    expect(namelessWords(said, ['my-label'])).toBe(shown);
  });

  it('of our own sentences hides paths, ids and names', () => {
    const said = `calls.sqlite of grid-1 was moved to /home/alice/.local/share/keybearer/calls.sqlite.corrupt-1 (key_${'a'.repeat(26)}).`;
    expect(namelessText(said, ['grid-1'])).toBe('calls.sqlite of … was moved to …/calls.sqlite.corrupt-1 (key_…).');
  });
});
