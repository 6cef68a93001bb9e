import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { curlOf } from '../../../renderer/call-curl.ts';

/** What a shell makes of the command: its words. */
const wordsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', command.replace(/^curl/, "printf '%s\\n'")], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

it('names stand in the place of key, signature, nonce and code', () => {
  const words = wordsOf(curlOf('kraken', 'privatePostAddOrder', { pair: 'XBTUSD', volume: '0.01' }, true));
  expect(words).toEqual([
    ...['-X', 'POST', 'https://api.kraken.com/0/private/AddOrder'],
    ...['-H', 'API-Key: YOUR_API_KEY', '-H', 'API-Sign: SIGNATURE'],
    ...['--data-urlencode', 'nonce=NONCE', '--data-urlencode', 'pair=XBTUSD', '--data-urlencode', 'volume=0.01'],
    ...['--data-urlencode', 'otp=ONE_TIME_CODE'],
  ]);
});

it('a call without a code has none in its command', () => {
  expect(curlOf('kraken', 'privatePostBalance', {}, false)).not.toContain('otp');
});

it('what a bot sent can run nothing in the shell that the command is pasted into', () => {
  const evil = `x'; echo harm; '$(echo harm)\`echo harm\``;
  const words = wordsOf(curlOf('kraken', 'privatePostAddOrder', { pair: evil, [evil]: 1 }, false));
  expect(words).toContain(`pair=${evil}`);
  expect(words).not.toContain('harm');
});

it('a code or nonce that a bot sent along is not repeated', () => {
  const command = curlOf('kraken', 'privatePostBalance', { otp: '123456', nonce: '17' }, false);
  expect(command).not.toMatch(/123456|17/);
});

it('of another exchange no address is made up that could exist', () => {
  expect(curlOf('binance', 'sapiGetAccount', null, false)).toContain(
    "-X GET 'https://ADDRESS-OF-binance/sapiGetAccount'",
  );
});
