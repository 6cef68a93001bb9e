import { describe, expect, test } from 'vitest';
import type { ServiceInput } from '../../../../electron/cli/service/input.ts';
import { launchdAgent } from '../../../../electron/cli/service/launchd-agent.ts';
import { systemdUnit, unitWord } from '../../../../electron/cli/service/systemd-unit.ts';

const input = (more: Partial<ServiceInput> = {}): ServiceInput => ({
  program: ['/usr/bin/node', '/opt/keybearer/cli.ts'],
  agentArgs: ['agent', '--data', '/home/me/data'],
  home: '/home/me',
  dataDir: '/home/me/data',
  passphraseFile: undefined,
  ...more,
});

/** The value of one line of a unit. */
const lineOf = (unit: string, name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];

/**
 * Words as systemd reads them: quotes, backslashes and doubled percent signs.
 * Source: systemd.syntax(7), "Quoting"; systemd.unit(5), "Specifiers".
 */
function readWords(line: string): string[] {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const found = /^"((?:[^"\\]|\\.)*)"(?:\s+|$)/.exec(rest) ?? /^([^\s"'\\]+)(?:\s+|$)/.exec(rest);
    if (found === null) throw new Error(`systemd could not read: ${rest}`);
    words.push((found[1] ?? '').replaceAll(/\\(.)/g, '$1'));
    rest = rest.slice(found[0].length);
  }
  return words.map((word) => {
    if (/%(?!%)/.test(word.replaceAll('%%', ''))) throw new Error(`systemd would expand: ${word}`);
    return word.replaceAll('%%', '%');
  });
}

const plain = '/home/me/data';
const awkward = [
  '/home/me/my data',
  '/home/me/100%',
  '/home/me/%h/%%n',
  '/home/me/$HOME/$x',
  `/home/me/it's "quoted"`,
  '/home/me/back\\slash\\',
  '/home/me/a;b|c&d#e',
  '/home/me/größe/鍵',
  '/home/me/ -x',
  '/home/me/\u00a0',
];

describe('a path in a systemd unit', () => {
  test.each([plain, ...awkward])('is read back as it was: %s', (path) => {
    const unit = systemdUnit(input({ program: [path, path], agentArgs: ['agent', '--data', path], dataDir: path }));
    expect(readWords(lineOf(unit, 'ExecStart') ?? '')).toEqual([`:${path}`, path, 'agent', '--data', path]);
    expect(readWords((lineOf(unit, 'ReadWritePaths') ?? '').replace(/ %t$/, ''))).toEqual([`-${path}`]);
  });

  test('that is plain stays readable', () => {
    expect(unitWord(plain)).toBe(plain);
  });

  test.each(['/a\nExecStartPre=/bin/x', '/a\rb', '/a\tb', '/a\u0000', '/a\u001b[0m', '/a\u0085'])(
    'with a line end or another control character is refused: %j',
    (path) => {
      const refused = expect.objectContaining({ code: 'INPUT_INVALID' });
      expect(() => systemdUnit(input({ dataDir: path }))).toThrow(refused);
      expect(() => systemdUnit(input({ passphraseFile: path }))).toThrow(refused);
      expect(() => systemdUnit(input({ agentArgs: [path] }))).toThrow(refused);
      expect(() => launchdAgent(input({ passphraseFile: path }))).toThrow(refused);
    },
  );

  test('of a credential is the rest of its line, with percent signs doubled and without quotes', () => {
    const path = '/home/me/it\'s 100% "mine" $x';
    expect(lineOf(systemdUnit(input({ passphraseFile: path })), 'LoadCredential')).toBe(
      'passphrase:/home/me/it\'s 100%% "mine" $x',
    );
  });

  test.each(['/home/me/space ', '/home/me/back\\'])(
    'of a credential is refused where its line would lose the end: %j',
    (path) => {
      expect(() => systemdUnit(input({ passphraseFile: path }))).toThrow(
        expect.objectContaining({ code: 'INPUT_INVALID' }),
      );
    },
  );
});

describe('the unit', () => {
  const unit = systemdUnit(input({ passphraseFile: '/home/me/pass' }));

  test.each([
    ['NoNewPrivileges', 'yes'],
    ['LockPersonality', 'yes'],
    ['RestrictSUIDSGID', 'yes'],
    ['RestrictRealtime', 'yes'],
    ['RestrictNamespaces', 'yes'],
    ['RestrictAddressFamilies', 'AF_UNIX AF_INET AF_INET6'],
    ['SystemCallArchitectures', 'native'],
    ['ProtectSystem', 'strict'],
    ['ReadWritePaths', '-/home/me/data %t'],
    ['UMask', '0077'],
    ['LimitCORE', '0'],
    ['Restart', 'on-failure'],
    ['WantedBy', 'default.target'],
  ])('has %s=%s', (name, value) => {
    expect(lineOf(unit, name)).toBe(value);
  });

  test('leaves on what V8 needs, and /tmp where a backup may go', () => {
    for (const name of ['MemoryDenyWriteExecute', 'PrivateTmp']) expect(lineOf(unit, name)).toBeUndefined();
  });

  test('asks for nothing that only an administrator may set', () => {
    for (const name of ['User', 'CapabilityBoundingSet', 'PrivateUsers', 'DynamicUser', 'IPAddressDeny'])
      expect(lineOf(unit, name)).toBeUndefined();
  });

  test('is one assignment, section, comment or empty line a line', () => {
    for (const line of unit.split('\n')) expect(line).toMatch(/^$|^#|^\[(Unit|Service|Install)\]$|^[A-Z]\w+=\S/);
  });
});

describe('the launchd agent', () => {
  test.each([plain, ...awkward, '/home/<me>&"you"'])('holds the words of the command: %s', (path) => {
    const text = launchdAgent(input({ program: [path], agentArgs: ['agent', '--data', path], passphraseFile: path }));
    const words = [...text.matchAll(/^ {4}<string>(.*)<\/string>$/gm)].map(([, word = '']) => word);
    expect(words.some((word) => /[<>]|&(?!(amp|lt|gt);)/.test(word))).toBe(false);
    const read = words.map((word) => word.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
    expect(read).toEqual([path, 'agent', '--data', path, '--passphrase-file', path]);
  });
});
