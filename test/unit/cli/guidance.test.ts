import { describe, expect, test } from 'vitest';
import { fakeAgent } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import { errorOf, files, input } from './fixture.ts';

const run = (words: readonly string[], options: Parameters<typeof runWith>[2] = {}) =>
  runWith(fakeAgent(), [...words, '--passphrase-file', files.right], options);

describe('guide', () => {
  test('gives the promised shape', async () => {
    const { out } = await run(['guide', 'Kraken', '--json']);
    const guide = JSON.parse(out);
    expect(Object.keys(guide)).toEqual([
      ...['exchange', 'scope', 'kinds', 'carrier', 'name', 'steps', 'warnings', 'sources'],
    ]);
    expect(guide).toMatchObject({ exchange: 'kraken', scope: 'every-private-call', carrier: 'body', name: 'otp' });
    for (const list of [guide.steps, guide.warnings, guide.sources])
      expect(list.every((text: unknown) => typeof text === 'string' && text !== '')).toBe(true);
  });

  test('lists every exchange, and says what to read on', async () => {
    expect(JSON.parse((await run(['guide', '--json'])).out)).toHaveLength(104);
    expect((await run(['guide'])).out).toContain('keybearer guide kraken');
  });

  test('fits the terminal', async () => {
    for (const columns of [60, 80, 200]) {
      const { out } = await run(['guide', 'kraken'], { isOutTerminal: true, columns });
      const longest = Math.max(...out.split('\n').map((line) => line.length));
      // An address is one word.
      expect(longest).toBeLessThanOrEqual(Math.max(columns, 75));
    }
  });

  test('of an exchange that there is not names those that may be meant', async () => {
    const { exit, err } = await run(['guide', 'krakn']);
    expect([exit, errorOf(err)]).toEqual([1, 'INPUT_INVALID']);
    expect(err).toContain('kraken');
  });
});

describe('key test', () => {
  test('exits 0 where the key works, and shows the health card and the advice', async () => {
    const { exit, out } = await run(['key', 'test', 'kraken-main']);
    expect(exit).toBe(0);
    expect(out).toContain('2FA is on for this key.');
    expect(out).toContain('Advice (');
  });

  test('exits 1 where it does not', async () => {
    const agent = fakeAgent();
    agent.accepted = false;
    const ran = await runWith(agent, ['key', 'test', 'kraken-main', '--json', '--passphrase-file', files.right]);
    expect(ran.exit).toBe(1);
    expect(JSON.parse(ran.out).twoFactor.accepted).toBe(false);
  });
});

describe('what widens', () => {
  test.each([
    [['key', 'test', 'k'], ''],
    [['key', 'use', 'k', 'bots'], ''],
    [['key', 'codes', 'k', 'unknown'], ''],
    [['key', 'rotate', 'k'], input({ apiKey: 'k' })],
  ])('%j needs the passphrase', async (words, given) => {
    expect(errorOf((await runWith(fakeAgent(), words, { input: given })).err)).toBe('PASSPHRASE_NEEDED');
  });
});

describe('wrong input', () => {
  test('a use that there is not is refused with those that there are', async () => {
    const { exit, err } = await run(['key', 'use', 'k', 'robots']);
    expect([exit, errorOf(err)]).toEqual([1, 'INPUT_INVALID']);
    expect(err).toContain('kraken-pro-mobile');
  });

  test('a schedule that there is not is wrong usage', async () => {
    expect((await run(['key', 'codes', 'k', 'often'])).exit).toBe(2);
  });

  test('secrets to rotate to are not taken from the command line', async () => {
    expect((await run(['key', 'rotate', 'k', '{"apiKey":"x"}'])).exit).toBe(2);
    expect(errorOf((await run(['key', 'rotate', 'k'], { input: 'no JSON' })).err)).toBe('INPUT_INVALID');
  });
});
