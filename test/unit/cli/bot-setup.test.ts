import { describe, expect, test } from 'vitest';
import { BotSetup } from '../../../shared/connect/bot-setup.ts';
import { programs } from '../../../shared/connect/programs.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import { errorOf } from './fixture.ts';

const http = 'http://127.0.0.1:8700';
const run = (argv: readonly string[], host: { http?: string; isRunning?: boolean } = { http }) =>
  runWith(fakeAgent(), ['bot', 'show', ...argv], {}, host);

describe('bot show --dummy', () => {
  test('tells people the addresses, the token’s place and the dummy', async () => {
    const { exit, out } = await run(['--dummy', 'kraken-main']);
    expect(exit).toBe(0);
    expect(out).toContain(`https://api.kraken.com      ${http}/v1/resign/kraken-main/api.kraken.com`);
    expect(out).toContain(`${http}/v1/resign/kraken-main/\n`);
    expect(out).toMatch(/^ {2}apiKey {2}the bot's token$/m);
    expect(out).toMatch(/^ {2}secret {2}[A-Za-z0-9+/]{43}=$/m);
  });

  test('tells programs the same, as promised', async () => {
    const { out } = await run(['--dummy', 'kraken-main', '--json']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const setup = BotSetup.strict().parse(JSON.parse(out));
    expect(setup.proxyUrl).toBe(`${http}/v1/resign/kraken-main/`);
    expect(setup.urls['private']).toBe(`${http}/v1/resign/kraken-main/api.kraken.com`);
    expect(setup.credentials[0]).toEqual({ name: 'apiKey', value: '$KEYBEARER_TOKEN' });
  });

  test('warns of what the named bot lacks, beside the answer', async () => {
    const { exit, out, err } = await run(['grid-1', '--dummy', 'kraken-main']);
    expect(exit).toBe(0);
    expect(err).toBe('warning: grid-1 may not come in over TCP.\n');
    expect(out).not.toContain('warning');
  });

  test('writes a key of several lines on one', async () => {
    const { out } = await run(['--dummy', 'coinbase']);
    expect(out).toMatch(/^ {2}secret {2}"-----BEGIN EC PRIVATE KEY-----\\n.*\\n"$/m);
  });

  test('says what stands before the token', async () => {
    const { out } = await run(['--dummy', 'gemini']);
    expect(out).toContain("account- and then, without a space, the bot's token");
  });
});

describe('--for', () => {
  test.each(programs.flatMap(({ id, text }) => (text === undefined ? [] : [id])))(
    '%s prints the configuration alone, so that it can be piped into a file',
    async (id) => {
      const { exit, out, err } = await run(['--dummy', 'kraken-main', '--for', id]);
      expect(exit).toBe(0);
      expect(out).toContain(`${http}/v1/resign/kraken-main/`);
      expect(out).toContain('proxyUrl');
      expect(err.split('\n').length).toBeGreaterThan(1);
      const urls = await run(['--dummy', 'kraken-main', '--for', `${id}-urls`]);
      expect(urls.out).toContain('urls');
      expect(urls.out).not.toContain('proxyUrl');
    },
  );

  test('gives programs the text with its notes', async () => {
    const { out } = await run(['--dummy', 'kraken-main', '--for', 'python', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      program: 'python',
      way: 'proxyUrl',
      notes: [expect.any(String), expect.any(String)],
    });
    expect(JSON.parse(out).text).toContain('ccxt.kraken({');
  });

  test('hummingbot can’t be pointed at the agent, and is told why', async () => {
    const { exit, out, err } = await run(['--dummy', 'kraken-main', '--for', 'hummingbot']);
    expect({ exit, out, code: errorOf(err) }).toEqual({ exit: 1, out: '', code: 'INPUT_INVALID' });
    expect(err).toContain('no setting replaces them');
  });

  test('another program is wrong usage, and so is --for without --dummy, or neither bot nor key', async () => {
    for (const argv of [['--dummy', 'kraken-main', '--for', 'perl'], ['grid-1', '--for', 'python'], []])
      expect(await run(argv)).toMatchObject({ exit: 2, out: '' });
  });
});

describe('where it can’t be done', () => {
  test.each([
    ['hyperliquid', 'no-api-key', 'a wallet'],
    ['bullish', 'session', 'session'],
    ['ndax', 'port', 'a port'],
  ])('%s (%s) is refused with what works instead', async (exchange, id, why) => {
    const { exit, out, err } = await run(['--dummy', exchange]);
    expect({ exit, out, code: errorOf(err) }).toEqual({ exit: 1, out: '', code: 'RESIGN_REFUSED' });
    expect(err).toContain(why);
    expect(err).toContain(`(${id})`);
    expect(err).toContain('POST /v1/keys/{key}/call');
  });

  test('an agent without TCP says how to open it', async () => {
    const { exit, out, err } = await run(['--dummy', 'kraken-main'], {});
    expect({ exit, out, code: errorOf(err) }).toEqual({ exit: 1, out: '', code: 'AGENT_MISSING' });
    expect(err).toContain('--http 8700');
  });

  test('without an agent it says how to start one', async () => {
    const { exit, err } = await run(['--dummy', 'kraken-main'], { isRunning: false });
    expect({ exit, code: errorOf(err) }).toEqual({ exit: 1, code: 'AGENT_MISSING' });
    expect(err).toContain('keybearer agent --http 8700');
  });
});

test('the help says what --for means here, and what it means for approvals', async () => {
  const show = await run(['--help'], {});
  expect(show.out).toContain('Usage: keybearer bot show BOT');
  expect(show.out).toContain('hummingbot');
  const approve = await runWith(fakeAgent(), ['approve', '--help']);
  expect(approve.out).toContain('until-sealed');
});
