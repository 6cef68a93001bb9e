import { describe, expect, test } from 'vitest';
import { fakeAgent, token } from '../../fakes/agent.ts';
import { callRecord } from '../../fakes/call-record.ts';
import { runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';
import { botJson, errorOf, files, input, keyJson } from './fixture.ts';

describe('--json', () => {
  test.each([
    [['status'], ''],
    [['seal'], ''],
    [['unseal'], ''],
    [['key', 'add'], input(keyJson)],
    [['key', 'list'], ''],
    [['key', 'show', 'k'], ''],
    [['key', 'test', 'k', '--reuse'], ''],
    [['key', 'rotate', 'k'], input({ apiKey: 'new', secret: 'bmV3' })],
    [['key', 'codes', 'k', 'reusable'], ''],
    [['key', 'dead-man', 'k', 'on', '--yes'], ''],
    [['key', 'use', 'k', 'bots', 'service:Tax tool'], ''],
    [['guide'], ''],
    [['guide', 'kraken'], ''],
    [['key', 'remove', 'k', '--yes'], ''],
    [['bot', 'add'], input(botJson)],
    [['bot', 'grant', 'grid-1', '--yes'], input(botJson.grants)],
    [['bot', 'list'], ''],
    [['bot', 'show', 'b'], ''],
    [['bot', 'pause', 'b'], ''],
    [['bot', 'resume', 'b'], ''],
    [['bot', 'revoke', 'b'], ''],
    [['bot', 'rotate-token', 'b'], ''],
    [['panic', '--cancel-all'], ''],
    [['vault', 'rotate', '--yes'], ''],
    [['service', 'install', '--print'], ''],
    [['config', 'get'], ''],
    [['config', 'set', 'seal.afterIdleHours', '12'], ''],
    [['bot', 'approve', '7F3A-91C2', '--yes'], ''],
    [['approvals'], ''],
    [['approve', 'ask_a', '--for', '15m'], ''],
    [['deny', 'ask_a'], ''],
    [['code', 'k'], ''],
    [['explain', 'EAPI:Invalid signature'], ''],
    [['log'], ''],
    [['log', 'verify'], ''],
    [['log', 'stats', '--since', '7d'], ''],
    [['log', 'accept', '--yes'], ''],
  ])('%j prints one value on one line and nothing else', async (words, given) => {
    const ran = await runWith(fakeAgent(), [...words, '--json', '--passphrase-file', files.right], { input: given });
    expect(ran.exit).toBe(0);
    expect(ran.out.split('\n')).toHaveLength(2);
    expect(() => JSON.parse(ran.out)).not.toThrow();
  });

  test('leaves standard output empty where the command fails', async () => {
    const ran = await runWith(fakeAgent('sealed'), ['key', 'list', '--json']);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(errorOf(ran.err)).toBe('VAULT_SEALED');
  });

  test('log gives the newest first, and people read the newest last', async () => {
    const agent = fakeAgent();
    agent.calls = [callRecord({ id: 'newer', method: 'newer' }), callRecord({ id: 'older', method: 'older' })];
    const json = await runWith(agent, ['log', '--json']);
    expect(JSON.parse(json.out).map(({ id }: { id: string }) => id)).toEqual(['newer', 'older']);
    const people = await runWith(agent, ['log']);
    expect(people.out.indexOf('older')).toBeLessThan(people.out.indexOf('newer'));
  });
});

describe('what people read', () => {
  test('log shows a call of several requests with each of them below it, and one of one request alone', async () => {
    const { verdict, status, sent, code, otp, timings } = callRecord();
    const permission = 'account.read' as const;
    const request = (n: number, endpoint: string) => ({
      n,
      endpoint,
      permission,
      verdict,
      status,
      sent,
      code,
      otp,
      timings,
    });
    const agent = fakeAgent();
    agent.calls = [
      callRecord({ id: 'paged', requests: [request(0, 'privatePostFirst'), request(1, 'privatePostSecond')] }),
      callRecord({ id: 'single', requests: [request(0, 'privatePostOnly')] }),
    ];
    const lines = (await runWith(agent, ['log'])).out.trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 1 + 3);
    expect(lines.slice(-2).map((line) => line.trim().split(/\s+/))).toEqual([
      ['✓', 'ok', '└', 'privatePostFirst', '13', 'ms'],
      ['✓', 'ok', '└', 'privatePostSecond', '13', 'ms'],
    ]);
  });

  test('bot add shows the token, once', async () => {
    const ran = await runWith(fakeAgent(), ['bot', 'add', '--passphrase-file', files.right], { input: input(botJson) });
    expect(ran.out.split(token)).toHaveLength(2);
    expect(ran.err).toBe('');
  });

  test('bot grant shows what would change and asks; nothing is changed without a yes', async () => {
    const words = ['bot', 'grant', 'grid-1', '--passphrase-file', files.right];
    const asked = fakeAgent();
    const without = await runWith(asked, words, { input: input(botJson.grants[0]) });
    expect([without.exit, errorOf(without.err), asked.done]).toEqual([1, 'CONFIRMATION_NEEDED', []]);
    expect(without.err).toMatch(/^on kraken-main:\n {2}- may .+\n {2}\+ may nothing$/m);
    const agent = fakeAgent();
    const ran = await runWith(agent, [...words, '--yes'], { input: input(botJson) });
    expect([ran.exit, agent.done]).toEqual([0, ['grant 1']]);
    expect(ran.out).toMatch(/^Changed grid-1 /);
    expect((await runWith(fakeAgent(), words)).exit).toBe(2);
  });

  test('key add and bot add say what comes next, and --json prints nothing of it', async () => {
    const added = async (words: readonly string[], what: unknown) =>
      (await runWith(fakeAgent(), [...words, '--passphrase-file', files.right], { input: input(what) })).out;
    expect(await added(['key', 'add'], keyJson)).toMatch(/\nNext: keybearer key test \S+\n$/);
    expect(await added(['bot', 'add'], botJson)).toMatch(
      /\nNext: .*KEYBEARER_TOKEN.* keybearer log --bot grid-1 --follow\n$/,
    );
    expect(await added(['bot', 'add', '--json'], botJson)).not.toContain('Next');
  });

  test('code shows the seconds left', async () => {
    const nowMs = Date.parse('2026-11-22T08:00:12.400Z');
    const ran = await runWith(fakeAgent(), ['code', 'k', '--passphrase-file', files.right], { nowMs });
    expect(ran.out).toMatch(/^123456 {2}18 s/);
  });

  test('status exits 1 when something needs a person: sealed, missing, a bad key', async () => {
    expect((await runWith(fakeAgent('open'), ['status'])).exit).toBe(0);
    expect((await runWith(fakeAgent('sealed'), ['status'])).exit).toBe(1);
    expect((await runWith(fakeAgent('missing'), ['status', '--json'], {}, { isRunning: false })).exit).toBe(1);
    const agent = fakeAgent();
    agent.health = [{ id: 'expired', level: 'bad', text: 'It expired.' }];
    expect(await runWith(agent, ['status'])).toMatchObject({ exit: 1, out: expect.stringContaining('It expired.') });
  });

  test('status --socket prints the path for a script and nothing else; without an agent it fails', async () => {
    const ran = await runWith(fakeAgent(), ['status', '--socket']);
    expect(ran).toMatchObject({ exit: 0, out: expect.stringMatching(/^\/\S+\n$/), err: '' });
    const json = await runWith(fakeAgent(), ['status', '--socket', '--json']);
    expect(`${JSON.parse(json.out)}\n`).toBe(ran.out);
    const alone = await runWith(fakeAgent(), ['status', '--socket'], {}, { isRunning: false });
    expect([alone.exit, alone.out, errorOf(alone.err)]).toEqual([1, '', 'AGENT_MISSING']);
  });

  test('status shows what is the matter with the vault under its line, and exits 1 for it', async () => {
    const agent = fakeAgent();
    agent.warnings = ['An older copy was opened. Every bot is paused.', 'vault-b.json was bad\u001b[2J.'];
    const { exit, out } = await runWith(agent, ['status']);
    expect(exit).toBe(1);
    expect(out).toMatch(
      /^Vault +open\n +An older copy was opened\. Every bot is paused\.\n +vault-b\.json was bad\.\nKeys/m,
    );
    const json = await runWith(agent, ['status', '--json']);
    expect([json.exit, JSON.parse(json.out).warnings]).toEqual([1, agent.warnings]);
  });

  test('nothing that others wrote steers the terminal', async () => {
    const agent = fakeAgent();
    agent.calls = [callRecord({ exchangeError: 'E\u001b[2J\u001b]0;owned\u0007\r\nX\u202e' })];
    const { out } = await runWith(agent, ['log']);
    for (const steering of ['\u001b', '\u0007', '\u202e', '\r']) expect(out).not.toContain(steering);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('log --follow', () => {
  const follow = (argv: string[], io: FakeIoOptions, onFollow: Parameters<typeof runWith>[3]) =>
    runWith(fakeAgent(), ['log', '--follow', ...argv], io, onFollow);

  test('prints a call a line when it ends, not when it begins, and each once', async () => {
    const ran = await follow(
      ['--json'],
      {},
      {
        onFollow: (push, end) => {
          push(callRecord({ id: 'a', status: 'pending' }));
          push(callRecord({ id: 'a' }));
          push(callRecord({ id: 'b', status: 'denied' }));
          push(callRecord({ id: 'a' }));
          end();
        },
      },
    );
    const ids = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual(['a', 'b']);
    expect(errorOf(ran.err)).toBe('AGENT_MISSING');
  });

  test('without an agent there is nothing to follow', async () => {
    expect(errorOf((await follow([], {}, { isRunning: false })).err)).toBe('AGENT_MISSING');
  });
});

describe('panic', () => {
  test('asks nothing, says what became of it, and names the keys', async () => {
    const agent = fakeAgent();
    const { exit, out, io } = await runWith(agent, ['panic', '--cancel-all', '--seal']);
    expect([exit, io.asked]).toEqual([0, []]);
    expect(agent.done).toEqual(['panic cancel']);
    for (const said of [
      'Paused: grid-1',
      'cancelled on: kraken-main',
      'sealed',
      'delete it at the exchange',
      'bot resume',
    ])
      expect(out).toContain(said);
  });

  test('works while the vault is sealed', async () => {
    expect((await runWith(fakeAgent('sealed'), ['panic'])).exit).toBe(0);
  });
});

describe('approvals', () => {
  test('are listed with what they are about, and how to answer', async () => {
    const { out } = await runWith(fakeAgent(), ['approvals']);
    for (const said of ['ask_a', 'grid-1', 'buy 0.01 BTC/USD at 50000', '500 USD', 'keybearer approve ID'])
      expect(out).toContain(said);
    const agent = fakeAgent();
    agent.questions = [];
    expect((await runWith(agent, ['approvals'])).out).toBe('Nothing waits for you.\n');
  });

  test('are answered: a yes needs the passphrase, a no never does', async () => {
    const agent = fakeAgent();
    expect(errorOf((await runWith(agent, ['approve', 'ask_a'])).err)).toBe('PASSPHRASE_NEEDED');
    expect((await runWith(agent, ['deny', 'ask_a'])).exit).toBe(0);
    expect((await runWith(agent, ['approve', 'ask_a', '--for', 'always', '--passphrase-file', files.right])).exit).toBe(
      0,
    );
    expect(agent.done).toEqual(['deny ask_a', 'approve ask_a always']);
  });

  test('of no such question, or for no such time, are refused', async () => {
    expect(errorOf((await runWith(fakeAgent(), ['deny', 'ask_b'])).err)).toBe('INPUT_INVALID');
    expect((await runWith(fakeAgent(), ['approve', 'ask_a', '--for', 'ever'])).exit).toBe(2);
  });
});

describe('letting a bot in', () => {
  const words = ['bot', 'approve', '7F3A-91C2', '--passphrase-file', files.right];

  test('shows what it wants and asks', async () => {
    const agent = fakeAgent();
    const { err } = await runWith(agent, words, { typed: ['y'] });
    expect(err).toContain('new-bot asks to be let in');
    expect(err).toContain('on kraken-main: watch, any symbol');
    expect(agent.done).toEqual(['pair 7F3A-91C2 as wanted']);
    expect(errorOf((await runWith(fakeAgent(), words, { typed: ['n'] })).err)).toBe('CONFIRMATION_NEEDED');
    expect(errorOf((await runWith(fakeAgent(), words)).err)).toBe('CONFIRMATION_NEEDED');
  });

  test('takes grants from standard input, in either form', async () => {
    const agent = fakeAgent();
    const { grants } = botJson;
    for (const given of [grants, { grants }])
      expect((await runWith(agent, words, { input: input(given) })).exit).toBe(0);
    expect(agent.done).toEqual(['pair 7F3A-91C2 1', 'pair 7F3A-91C2 1']);
    expect(errorOf((await runWith(agent, words, { input: '[' })).err)).toBe('INPUT_INVALID');
    expect(errorOf((await runWith(agent, words, { input: '{"grants":7}' })).err)).toBe('INPUT_INVALID');
  });

  test('needs the passphrase and the right code', async () => {
    expect(errorOf((await runWith(fakeAgent(), words.slice(0, 3))).err)).toBe('PASSPHRASE_NEEDED');
    const wrong = ['bot', 'approve', '0000-0000', '--passphrase-file', files.right];
    expect(errorOf((await runWith(fakeAgent(), wrong)).err)).toBe('INPUT_INVALID');
  });
});
