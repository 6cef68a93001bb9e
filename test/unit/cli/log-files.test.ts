import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../../../electron/calllog/verify/verdict.ts';
import { verifyExit } from '../../../electron/cli/log/verdict.ts';
import { runCommand } from '../../../electron/cli/run.ts';
import { AppError } from '../../../shared/errors.ts';
import { LogCheckView } from '../../../shared/log-views.ts';
import { fakeAgent } from '../../fakes/agent.ts';
import { fakeHost, runWith } from '../../fakes/host.ts';
import { fakeIo } from '../../fakes/io.ts';
import { errorOf, files } from './fixture.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kb-log-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const at = (name: string) => join(dir, name);

const checkOf = (result: LogCheckView['result']): LogCheckView => ({
  ...{ result, entries: 20_000, epoch: 2, at: result === 'intact' ? null : 12_431 },
  why: result === 'intact' ? 'Intact up to #12431.' : 'Entries from #12431 on are not what they were.',
});

describe('log verify', () => {
  test.each(LogCheckView.shape.result.options)(
    'of a log that is %s ends with its own code, and says what it means and what to do',
    async (result) => {
      const agent = fakeAgent();
      agent.logState.check = checkOf(result);
      const ran = await runWith(agent, ['log', 'verify']);
      expect(ran.exit).toBe({ intact: 0, altered: 1, sealed: 3, gap: 4, truncated: 5, unchecked: 6 }[result]);
      expect(ran.out).toContain('#12,431');
      expect(ran.out.split('\n\n').length).toBeGreaterThanOrEqual(3);
      const json = await runWith(agent, ['log', 'verify', '--json']);
      const { at, why } = agent.logState.check;
      expect(JSON.parse(json.out)).toEqual({ result, entries: 20_000, epoch: 2, at, why });
      expect(json.exit).toBe(ran.exit);
    },
  );

  test('has the codes of the log itself', () => {
    expect(verifyExit).toEqual(exitCodes);
  });

  test('tells of a failed check what to do about bots, and where to look', async () => {
    const agent = fakeAgent();
    agent.logState.check = checkOf('altered');
    const { out } = await runWith(agent, ['log', 'verify']);
    for (const said of ['Altered at #12,431.', 'keybearer panic --seal', 'keybearer log accept', 'calls.sqlite'])
      expect(out.replaceAll('\n', ' ')).toContain(said);
  });

  test('of what looks like another vault’s log says so, and what to do, whatever else is wrong', async () => {
    const why = "Entries are gone. This log looks like another vault's: no key of this vault signed it.";
    for (const result of ['truncated', 'altered', 'unchecked'] as const) {
      const agent = fakeAgent();
      agent.logState.check = { ...checkOf(result), why, isForeign: true };
      const { out } = await runWith(agent, ['log', 'verify']);
      for (const said of [why, 'Look where this calls.sqlite came from', 'keybearer log accept'])
        expect(out.replaceAll('\n', ' ')).toContain(said);
    }
  });

  test('never asks for the passphrase, and lends one that was given, where the vault is sealed', async () => {
    for (const isRunning of [true, false]) {
      const agent = fakeAgent('sealed');
      const free = await runWith(agent, ['log', 'verify'], { typed: ['x'] }, { isRunning });
      expect([free.exit, free.io.asked]).toEqual([0, []]);
      await runWith(agent, ['log', 'verify', '--passphrase-file', files.right], {}, { isRunning });
      expect(agent.logState.verified.map(({ isUnlocked }) => isUnlocked)).toEqual([false, true]);
      expect(agent.vaultStatus).toBe('sealed');
    }
  });

  test('that could not be made is no altered log: exit code 6, whatever was in the way', async () => {
    const agent = fakeAgent('sealed');
    for (const argv of [
      ['--passphrase-file', files.wrong],
      ['--passphrase-file', files.absent],
      ['--anchor', at('absent')],
      ['--anchor', files.right],
    ]) {
      const ran = await runWith(agent, ['log', 'verify', ...argv]);
      expect([ran.exit, ran.out]).toEqual([6, '']);
      expect(errorOf(ran.err)).toMatch(/PASSPHRASE_WRONG|INPUT_INVALID/);
      expect(JSON.parse((await runWith(agent, ['log', 'verify', '--json', ...argv])).out).result).toBe('unchecked');
    }
    expect((await runWith(agent, ['log', 'verify', '--bogus'])).exit).toBe(2);
  });

  test('asks on until the check is done', async () => {
    const agent = fakeAgent();
    agent.logState.progress = [
      { seen: 1, all: 3 },
      { seen: 2, all: 3 },
    ];
    expect((await runWith(agent, ['log', 'verify'])).exit).toBe(0);
    expect(agent.logState.verified.map(({ step }) => step.ticket)).toEqual([undefined, 'checking', 'checking']);
  });
});

describe('log anchor', () => {
  test('notes where the log stands in a file of its user alone, which verify compares with', async () => {
    const agent = fakeAgent();
    const ran = await runWith(agent, ['log', 'anchor', at('anchor.json')]);
    expect(ran.out).toContain('#12,431');
    expect(statSync(at('anchor.json')).mode & 0o777).toBe(0o600);
    await runWith(agent, ['log', 'verify', '--anchor', at('anchor.json')]);
    expect(agent.logState.verified.at(-1)?.step).toEqual({ anchor: agent.logState.head });
  });
});

describe('log accept', () => {
  test('needs a yes and the passphrase, and says where the old log is', async () => {
    const agent = fakeAgent();
    expect(errorOf((await runWith(agent, ['log', 'accept', '--passphrase-file', files.right])).err)).toBe(
      'CONFIRMATION_NEEDED',
    );
    expect(errorOf((await runWith(agent, ['log', 'accept', '--yes'])).err)).toBe('PASSPHRASE_NEEDED');
    expect(agent.done).toEqual([]);
    const ran = await runWith(agent, ['log', 'accept', '--yes', '--passphrase-file', files.right]);
    expect(ran.out).toContain('/nowhere/calls.sqlite.corrupt');
  });
});

describe('log export', () => {
  const toFile = ['log', 'export', '--format', 'jsonl', '--out'];

  test('goes to standard output, with --json too, and asks for what was asked', async () => {
    const agent = fakeAgent();
    const words = ['log', 'export', '--format', 'jsonl', '--bot', 'grid-1', '--status', 'failed', '--amounts'];
    for (const more of [[], ['--json']])
      expect((await runWith(agent, [...words, ...more])).out).toBe('{"n":1}\n{"n":2}\n');
    const query = { bot: 'grid-1', status: 'failed' };
    expect(agent.logState.exported[0]).toEqual({ format: 'jsonl', query, amounts: true });
  });

  test('to a file writes it whole, for its user alone, and says that amounts are masked', async () => {
    const ran = await runWith(fakeAgent(), [...toFile, at('calls.jsonl')]);
    expect(readFileSync(at('calls.jsonl'), 'utf8')).toBe('{"n":1}\n{"n":2}\n');
    expect(statSync(at('calls.jsonl')).mode & 0o777).toBe(0o600);
    expect(ran.out).toContain('--amounts');
    expect(readdirSync(dir)).toEqual(['calls.jsonl']);
    const json = await runWith(fakeAgent(), [...toFile, at('other.jsonl'), '--json']);
    expect(JSON.parse(json.out)).toEqual({ path: at('other.jsonl'), bytes: 16 });
  });

  test('replaces a file only after a yes, and the file behind a link, not the link', async () => {
    writeFileSync(at('old'), 'mine', { mode: 0o644 });
    symlinkSync(at('old'), at('link'));
    expect(errorOf((await runWith(fakeAgent(), [...toFile, at('link')])).err)).toBe('CONFIRMATION_NEEDED');
    expect((await runWith(fakeAgent(), [...toFile, at('link')], { typed: ['n'] })).exit).toBe(1);
    expect(readFileSync(at('old'), 'utf8')).toBe('mine');
    expect((await runWith(fakeAgent(), [...toFile, at('link')], { typed: ['y'] })).exit).toBe(0);
    expect(readFileSync(at('old'), 'utf8')).toContain('{"n":1}');
    expect(statSync(at('old')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).toSorted()).toEqual(['link', 'old']);
  });

  test('leaves nothing where it fails in the middle, and the old file where there was one', async () => {
    const agent = fakeAgent();
    agent.logState.pieces = ['{"n":1}\n', new AppError('RECORD_FAILED', { sent: 'no' })];
    writeFileSync(at('old'), 'mine');
    for (const name of ['new', 'old']) {
      const ran = await runWith(agent, [...toFile, at(name), '--yes']);
      expect([ran.exit, errorOf(ran.err)]).toEqual([1, 'RECORD_FAILED']);
    }
    expect(readFileSync(at('old'), 'utf8')).toBe('mine');
    expect(readdirSync(dir)).toEqual(['old']);
  });

  test('after Ctrl-C leaves no file and says so; on standard output it just stops', async () => {
    for (const argv of [[...toFile, at('calls.jsonl')], toFile.slice(0, 4)]) {
      const agent = fakeAgent();
      agent.logState.pieces = Array.from({ length: 1000 }, (_, n) => `{"n":${n}}\n`);
      const io = fakeIo();
      const step = agent.callLog.exportStep;
      const exportStep: typeof step = (query) => {
        if (query.from !== undefined) io.stop();
        return step(query);
      };
      const stopping = { ...agent, callLog: { ...agent.callLog, exportStep } };
      expect(await runCommand([...argv, '--data', '/nowhere'], io, fakeHost(stopping, io))).toBe(1);
      expect(io.said.out.length).toBeLessThan(100);
    }
    expect(readdirSync(dir)).toEqual([]);
  });

  test('needs a format that it knows, and a place that can be written', async () => {
    for (const argv of [
      ['log', 'export'],
      ['log', 'export', '--format', 'xml'],
    ])
      expect((await runWith(fakeAgent(), argv)).exit).toBe(2);
    for (const path of [dir, join(dir, 'absent', 'x'), '/dev/null'])
      expect(errorOf((await runWith(fakeAgent(), [...toFile, path, '--yes'])).err)).toBe('INPUT_INVALID');
  });
});

describe('log bundle', () => {
  test('shows all that it would save, and saves nothing without a yes', async () => {
    const agent = fakeAgent();
    const no = await runWith(agent, ['log', 'bundle', at('bundle.json')], { typed: ['n'] });
    expect([no.exit, existsSync(at('bundle.json'))]).toEqual([1, false]);
    expect(no.io.asked.map(({ question }) => question)).toEqual([`Save it to ${at('bundle.json')}? [y/N] `]);
    expect(JSON.parse(no.out)).toEqual(agent.logState.bundle);
    const yes = await runWith(agent, ['log', 'bundle', at('bundle.json')], { typed: ['y'] });
    expect(yes.exit).toBe(0);
    expect(yes.out.startsWith(readFileSync(at('bundle.json'), 'utf8'))).toBe(true);
    expect(statSync(at('bundle.json')).mode & 0o777).toBe(0o600);
  });

  test('with --json keeps standard output for the one value', async () => {
    const ran = await runWith(fakeAgent(), ['log', 'bundle', at('b.json'), '--json', '--yes'], { isErrTerminal: true });
    expect(JSON.parse(ran.out)).toMatchObject({ path: at('b.json') });
    expect(ran.err).toContain('"versions"');
  });
});
