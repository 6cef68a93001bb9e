import { describe, expect, test } from 'vitest';
import { askBot } from '../../../electron/cli/ask-bot.ts';
import { readOrAsk } from '../../../electron/cli/ask-fields.ts';
import { askKey } from '../../../electron/cli/ask-key.ts';
import type { KeyListItem } from '../../../shared/control-views.ts';
import { type FakeIoOptions, fakeIo } from '../../fakes/io.ts';

const secret = Buffer.alloc(64, 7).toString('base64');

const atTerminal = (typed: readonly string[], more: FakeIoOptions = {}) =>
  fakeIo({ typed, isInTerminal: true, ...more });

async function keyOf(typed: readonly string[]) {
  const io = atTerminal(typed);
  const key = await readOrAsk({ io, isJson: false }, 'key.json', askKey);
  return { key, io };
}

const keyItem = (label: string): KeyListItem => ({
  ...{ id: `key_${label}`, label, title: '', exchange: 'kraken', usedBy: ['bots'], twoFactor: 'none' as const },
  ...{ verdict: { id: 'turn-on' as const, reason: '', source: '' }, tested: null, bots: [] },
});
const botOf = async (typed: readonly string[], labels: readonly string[]) => {
  const io = atTerminal(typed);
  return readOrAsk({ io, isJson: false }, 'bot.json', (fields) => askBot(fields, labels.map(keyItem)));
};

describe('a key that is asked for', () => {
  test('is what key.json would say, and its secrets are not shown', async () => {
    const { key, io } = await keyOf(['', '', 'PUBLIC', secret, '', 'app', 'JBSWY3DPEHPK3PXP']);
    expect(key).toEqual({
      ...{ label: 'kraken-main', exchange: 'kraken', apiKey: 'PUBLIC', secret, usedBy: ['bots'] },
      twoFactor: { kind: 'totp', secret: 'JBSWY3DPEHPK3PXP' },
    });
    expect(io.asked.filter(({ kind }) => kind === 'hidden').map(({ question }) => question)).toEqual([
      'Private key (not shown): ',
      'The set-up key, or its otpauth:// address (not shown): ',
    ]);
    expect(io.said.err + io.said.out).not.toContain(secret);
  });

  test('that the mobile app uses is not asked for a second factor, and the reason is said', async () => {
    const { key, io } = await keyOf(['kraken', 'phone', 'PUBLIC', secret, 'kraken-pro-mobile']);
    expect(key).toMatchObject({ twoFactor: { kind: 'none' }, usedBy: ['kraken-pro-mobile'] });
    expect(io.said.err).toContain('Kraken Pro mobile app');
    expect(io.asked).toHaveLength(5);
  });

  test('is asked for what its exchange wants', async () => {
    const { key, io } = await keyOf(['coinbaseexchange', '', 'PUBLIC', 'private', 'phrase', 'bots, service:Some Tool']);
    expect(key).toMatchObject({
      label: 'coinbaseexchange-main',
      password: 'phrase',
      usedBy: ['bots', 'service:Some Tool'],
    });
    expect(io.asked.map(({ question }) => question)).toContain('Passphrase of the key (not shown): ');
  });

  test('is asked again where an answer can not be one, and keeps what was answered', async () => {
    const { key, io } = await keyOf([
      'krakn',
      'kraken',
      'No Label',
      'main',
      '',
      'PUBLIC',
      secret,
      'nobody',
      'bots',
      'b',
      'none',
    ]);
    expect(key).toMatchObject({ label: 'main', exchange: 'kraken', twoFactor: { kind: 'none' } });
    for (const said of ['no exchange "krakn"', 'Use a-z', 'This is needed', 'One or several of these', 'One of these'])
      expect(io.said.err).toContain(said);
  });

  test('is nothing where the user gives up', async () => {
    await expect(keyOf(['kraken', 'main'])).rejects.toMatchObject({ code: 'CONFIRMATION_NEEDED' });
  });

  test('can be pasted as JSON over many lines, none of which becomes an answer', async () => {
    const { key, io } = await keyOf([
      '{ "label": "pasted",',
      '  "secret": "}",',
      '  "twoFactor": { "kind": "none" } }',
      'rm -rf /',
    ]);
    expect(key).toEqual({ label: 'pasted', secret: '}', twoFactor: { kind: 'none' } });
    expect(io.asked.slice(1).every(({ kind }) => kind === 'hidden')).toBe(true);
    await expect(keyOf(['{ "label": '])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('is read from standard input where that is no terminal, where there is none to ask on, and for --json', async () => {
    const input = '{"label":"piped"}';
    for (const [io, isJson] of [
      [fakeIo({ input, typed: ['x'] }), false],
      [fakeIo({ input, isInTerminal: true }), false],
      [atTerminal(['x'], { input }), true],
    ] as const) {
      expect(await readOrAsk({ io, isJson }, 'key.json', askKey)).toEqual({ label: 'piped' });
      expect(io.asked).toEqual([]);
    }
  });
});

describe('a bot that is asked for', () => {
  test('may watch any market over the socket, unless more is said', async () => {
    expect(await botOf(['grid-1', '', '', ''], ['main'])).toEqual({
      ...{ name: 'grid-1', doors: ['socket'] },
      grants: [{ key: 'main', preset: 'watch', symbols: 'any' }],
    });
  });

  test('gets the key, the markets and the door that were said', async () => {
    expect(await botOf(['Grid 1', 'grid-1', 'other', 'tr', 'BTC/USD, ETH/USD', 'http'], ['main', 'other'])).toEqual({
      ...{ name: 'grid-1', doors: ['http'] },
      grants: [{ key: 'other', preset: 'trade', symbols: ['BTC/USD', 'ETH/USD'] }],
    });
  });

  test('needs a key', async () => {
    await expect(botOf([], [])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});
