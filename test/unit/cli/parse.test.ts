import { describe, expect, test } from 'vitest';
import { commands } from '../../../electron/cli/catalogue.ts';
import { UsageError } from '../../../electron/cli/options.ts';
import { parseCommand } from '../../../electron/cli/parse.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';

const parse = (line: string) => parseCommand(line === '' ? [] : line.split(' '));

describe('the command line', () => {
  test('takes options before, between and after the words', () => {
    for (const line of ['--json key show k', 'key --json show k', 'key show k --json']) {
      const parsed = parse(line);
      expect(parsed).toMatchObject({ kind: 'run', args: ['k'] });
      expect(parsed.kind === 'run' && parsed.options.has('json')).toBe(true);
    }
  });

  test.each([
    'panick',
    'key frobnicate',
    'log --bogus',
    'status --http 1',
    'status --yes',
    'code',
    'code a b',
    'bot show',
    'explain EAPI:Invalid signature',
    'agent --http',
    'agent --recovery-file a --passphrase-file b',
    'key list --data=',
    'key list --json=1',
    'help frobnicate',
    'init extra',
    '--frobnicate',
  ])('is wrong usage: %s', (line) => {
    expect(() => parse(line)).toThrow(UsageError);
  });

  test.each([
    ['bto add', 'bot add'],
    ['key lst', 'key list'],
    ['stauts', 'status'],
    ['unsela --json', 'unseal'],
  ])('that is nearly right is answered with what was likely meant: %s', (line, meant) => {
    expect(() => parse(line)).toThrow(`Did you mean "${meant}"?`);
  });

  test('that is like no command is not guessed at', () => {
    expect(() => parse('frobnicate')).toThrow('There is no command "frobnicate".');
    expect(() => parse('frobnicate')).not.toThrow('Did you mean');
  });

  test.each([
    'agent --http 65536',
    'agent --http -1',
    'agent --http 1.5',
    'agent --http x',
    'practice --port 1e3',
    'log --limit 0',
    'log --limit 1001',
    'log --status lost',
    'log --since yesterday',
    'log --slower-than fast',
  ])('exits 2 on a value that no option takes: %s', async (line) => {
    const ran = await runWith(fakeAgent('sealed'), line.split(' '));
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toContain(`keybearer ${line.split(' ')[0]} --help`);
  });

  test('takes what begins with a dash after two dashes', () => {
    expect(parse('explain -- -EAPI')).toMatchObject({ kind: 'run', args: ['-EAPI'] });
  });
});

describe('help', () => {
  test('without a command, or half of one, is an answer to wrong usage', async () => {
    for (const argv of [[], ['key'], ['bot']]) {
      const ran = await runWith(fakeAgent(), argv);
      expect(ran).toMatchObject({ exit: 2, out: '' });
      expect(ran.err).toContain('Usage: keybearer');
    }
  });

  test.each([['help'], ['--help'], ['key', '--help'], ['help', 'key'], ['help', 'key', 'add'], ['--version']])(
    '%s is an answer',
    async (...argv) => {
      expect(await runWith(fakeAgent(), argv)).toMatchObject({ exit: 0, err: '' });
    },
  );

  test.each(commands.map(({ words }) => [words.join(' ')]))('of %s shows its options and an example', async (line) => {
    const ran = await runWith(fakeAgent(), [...line.split(' '), '--help']);
    expect(ran).toMatchObject({ exit: 0, err: '' });
    for (const said of ['Usage: keybearer', '--data DIR', '--json', '--passphrase-file F', 'Example:', line])
      expect(ran.out).toContain(said);
  });

  test('shows JSON that would be taken, where a command reads some', () => {
    for (const { words, example } of commands) {
      const json = /^\{[\s\S]*\}$/m.exec(example)?.[0];
      if (words[1] === 'add') expect(json).toBeDefined();
      if (json !== undefined) expect(() => JSON.parse(json)).not.toThrow();
    }
  });
});
