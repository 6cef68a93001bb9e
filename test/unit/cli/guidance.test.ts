import { describe, expect, test } from 'vitest';
import { findCommand } from '../../../electron/cli/parse.ts';
import { guideList } from '../../../shared/guidance/guide.ts';
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

  test('warns before it says how to turn 2FA on', async () => {
    const { out } = await run(['guide', 'kraken']);
    expect(out.indexOf('Keep 2FA off')).toBeLessThan(out.indexOf('2FA App'));
  });

  test('names no command that there is not', async () => {
    for (const { exchange } of guideList()) {
      const { out } = await run(['guide', exchange]);
      for (const [, line = ''] of out.matchAll(/"keybearer ([^"<]+)/g))
        expect(findCommand(line.trim().split(' ')), line).toBeDefined();
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

describe('the switch that cancels everything', () => {
  test('says so and asks, before it is turned on', async () => {
    const agent = fakeAgent();
    const words = ['key', 'dead-man', 'k', 'on', '--passphrase-file', files.right];
    const { err } = await runWith(agent, words);
    expect([errorOf(err), agent.done]).toEqual(['CONFIRMATION_NEEDED', []]);
    const { io } = await runWith(agent, words, { typed: ['y'] });
    expect(io.asked[0]?.question).toContain('EVERY order of the account');
    expect((await runWith(agent, ['key', 'dead-man', 'k', 'off', '--passphrase-file', files.right])).exit).toBe(0);
    expect(agent.done).toEqual(['key.dead-man true', 'key.dead-man false']);
    expect((await runWith(agent, ['key', 'dead-man', 'k', 'maybe'])).exit).toBe(2);
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

describe('import', () => {
  const uri = 'otpauth://totp/Kraken:a?secret=JBSWY3DPEHPK3PXP';
  const words = ['import', '--key', 'kraken-main'];

  test('lists what is in a file, without a secret', async () => {
    const { exit, out } = await run(['import', '-', '--json'], { input: uri });
    expect(exit).toBe(0);
    const { format, accounts, refused } = JSON.parse(out);
    expect([format, accounts.length, refused]).toEqual(['otpauth', 1, []]);
    expect(out).not.toContain('JBSW');
    expect((await run(['import'], { input: uri })).out).toContain('keybearer import FILE --key KEY');
  });

  test('shows a code, and the next one for each Enter, until the exchange has taken one', async () => {
    const agent = fakeAgent();
    const options = { input: uri, typed: ['', '', 'y'] };
    const ran = await runWith(agent, [...words, '--passphrase-file', files.right], options);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.io.asked.filter(({ question }) => question.includes('123456 (30 s left)'))).toHaveLength(3);
    expect(agent.done).toContain('import.keep 1');
  });

  test.each([
    ['no answer', undefined],
    ['no', ['n']],
  ])('keeps nothing on %s', async (_, typed) => {
    const agent = fakeAgent();
    const ran = await runWith(agent, [...words, '--passphrase-file', files.right], { input: uri, typed });
    expect([ran.exit, errorOf(ran.err)]).toEqual([1, 'CONFIRMATION_NEEDED']);
    expect(agent.done).toEqual([]);
  });

  test('asks which account, or is told', async () => {
    const two = `${uri}\n${uri}`;
    const agent = fakeAgent();
    const right = ['--passphrase-file', files.right];
    expect((await runWith(agent, [...words, ...right], { input: two, typed: ['2', 'y'] })).exit).toBe(0);
    expect((await runWith(agent, [...words, '--account', '1', '--yes', ...right], { input: two })).exit).toBe(0);
    expect(agent.done).toEqual(['import.keep 2', 'import.keep 1']);
    expect(errorOf((await runWith(agent, [...words, '--yes', ...right], { input: two })).err)).toBe('INPUT_INVALID');
  });

  test("asks for the export's password, or takes it from a file", async () => {
    expect((await run(['import'], { input: 'encrypted', typed: ['export'] })).exit).toBe(0);
    const { exit, err } = await run(['import'], { input: 'encrypted' });
    expect([exit, errorOf(err)]).toEqual([1, 'INPUT_INVALID']);
    expect(err).toContain('--export-password-file');
  });

  test('of a file that there is not says so', async () => {
    expect(errorOf((await run(['import', files.absent])).err)).toBe('INPUT_INVALID');
    expect((await run(['import', 'a', 'b'])).exit).toBe(2);
  });
});
