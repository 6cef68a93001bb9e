import { describe, expect, test } from 'vitest';
import { type FakeAgent, fakeAgent, rightPassphrase, rightRecovery } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';
import { credentials, errorOf, files } from './fixture.ts';

describe('the passphrase', () => {
  test('comes from the file, and then nobody is asked', async () => {
    const ran = await runWith(fakeAgent(), ['code', 'k', '--passphrase-file', files.right], { typed: [] });
    expect(ran).toMatchObject({ exit: 0, io: { asked: [] } });
  });

  test('else is asked for on the terminal, hidden', async () => {
    const ran = await runWith(fakeAgent(), ['code', 'k'], { typed: [rightPassphrase] });
    expect(ran.exit).toBe(0);
    expect(ran.io.asked.map(({ kind }) => kind)).toEqual(['hidden']);
  });

  test('may be typed again, three times in all', async () => {
    const second = await runWith(fakeAgent(), ['code', 'k'], { typed: ['x', rightPassphrase] });
    expect(second.exit).toBe(0);
    const never = await runWith(fakeAgent(), ['code', 'k'], { typed: ['x', 'y', 'z', rightPassphrase] });
    expect(errorOf(never.err)).toBe('PASSPHRASE_WRONG');
    expect(never.io.asked).toHaveLength(3);
  });

  test('is needed where there is neither', async () => {
    const ran = await runWith(fakeAgent(), ['code', 'k']);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(errorOf(ran.err)).toBe('PASSPHRASE_NEEDED');
  });

  test('given wrong in a file fails at once', async () => {
    const ran = await runWith(fakeAgent(), ['code', 'k', '--passphrase-file', files.wrong], {
      typed: [rightPassphrase],
    });
    expect(errorOf(ran.err)).toBe('PASSPHRASE_WRONG');
    expect(ran.io.asked).toEqual([]);
  });

  test('in a file that is not there is ignored where none is needed, and an error where one is', async () => {
    expect((await runWith(fakeAgent(), ['key', 'list', '--passphrase-file', files.absent])).exit).toBe(0);
    const ran = await runWith(fakeAgent(), ['code', 'k', '--passphrase-file', files.absent]);
    expect(errorOf(ran.err)).toBe('INPUT_INVALID');
  });

  test('is not asked for by what narrows or reads, sealed or not, with an agent or without', async () => {
    for (const isRunning of [true, false]) {
      for (const words of [
        ['bot', 'pause', 'b'],
        ['bot', 'revoke', 'b'],
        ['seal'],
        ['status'],
        ['log'],
        ['explain', 'x'],
      ]) {
        const ran = await runWith(fakeAgent('sealed'), words, { typed: [] }, { isRunning });
        expect(ran.io.asked).toEqual([]);
        expect(errorOf(ran.err)).toBeUndefined();
      }
    }
  });

  test('opens the vault for a read without an agent where it is given; else the vault is sealed', async () => {
    const sealed = await runWith(fakeAgent('sealed'), ['key', 'list'], { typed: [] }, { isRunning: false });
    expect(errorOf(sealed.err)).toBe('VAULT_SEALED');
    const opened = await runWith(
      fakeAgent('sealed'),
      ['key', 'list', '--passphrase-file', files.right],
      {},
      { isRunning: false },
    );
    expect(opened.exit).toBe(0);
  });

  test('does not open the vault of a running agent by the way', async () => {
    const ran = await runWith(fakeAgent('sealed'), ['key', 'list', '--passphrase-file', files.right]);
    expect(errorOf(ran.err)).toBe('VAULT_SEALED');
  });

  test('can be the recovery key where the vault is opened', async () => {
    const agent = fakeAgent('sealed');
    expect((await runWith(agent, ['unseal', '--recovery-file', files.recovery])).exit).toBe(0);
    expect(agent.vaultStatus).toBe('open');
  });
});

describe('init', () => {
  test('asks twice, and prints the recovery key once', async () => {
    const ran = await runWith(fakeAgent('missing'), ['init'], { typed: ['long enough', 'long enough'] });
    expect(ran.exit).toBe(0);
    expect(ran.out.split(rightRecovery)).toHaveLength(2);
  });

  test('makes nothing of two passphrases that differ, nor of an empty one', async () => {
    for (const typed of [
      ['long enough', 'long enuff'],
      ['', ''],
    ]) {
      expect(errorOf((await runWith(fakeAgent('missing'), ['init'], { typed })).err)).toBe('INPUT_INVALID');
    }
  });

  test('warns of a short passphrase and takes it', async () => {
    const ran = await runWith(fakeAgent('missing'), ['init', '--json'], { typed: ['short', 'short'] });
    expect(ran.exit).toBe(0);
    expect(ran.err).toMatch(/^warning: /);
  });

  test('asks for nothing where there is a vault already', async () => {
    const ran = await runWith(fakeAgent('sealed'), ['init'], { typed: [] });
    expect(errorOf(ran.err)).toBe('VAULT_EXISTS');
    expect(ran.io.asked).toEqual([]);
  });
});

describe('agent', () => {
  /** Starts an agent, and asks it to stop once it serves. */
  const serve = (agent: FakeAgent, words: string[] = [], io: FakeIoOptions = {}) =>
    runWith(agent, ['agent', ...words], io, { onServe: (stop) => stop() });

  test('refuses to serve without a vault, and with a wrong passphrase file', async () => {
    expect(errorOf((await serve(fakeAgent('missing'))).err)).toBe('VAULT_MISSING');
    const wrong = await serve(fakeAgent('sealed'), ['--passphrase-file', files.wrong]);
    expect(wrong).toMatchObject({ exit: 1, out: '' });
    expect(errorOf(wrong.err)).toBe('PASSPHRASE_WRONG');
  });

  test('starts sealed where there is no terminal, and closes when it is asked to stop', async () => {
    const agent = fakeAgent('sealed');
    const ran = await serve(agent);
    expect(ran.exit).toBe(0);
    expect(JSON.parse(ran.out)).toEqual({
      ready: true,
      socket: '/run/agent.sock',
      control: '/run/control.sock',
      http: null,
      vault: 'sealed',
      pid: 4711,
    });
    expect(agent.closed).toBe(true);
  });

  test('opens the vault by file, by recovery key, by systemd credential or by the terminal', async () => {
    const vaultOf = async (words: string[], io: FakeIoOptions = {}) =>
      JSON.parse((await serve(fakeAgent('sealed'), words, io)).out).vault;
    expect(await vaultOf(['--passphrase-file', files.right])).toBe('open');
    expect(await vaultOf(['--recovery-file', files.recovery])).toBe('open');
    expect(await vaultOf([], { env: { CREDENTIALS_DIRECTORY: credentials } })).toBe('open');
    expect(await vaultOf([], { typed: ['wrong', rightPassphrase], isInTerminal: true })).toBe('open');
  });

  test('asks nothing when a program started it with pipes, and starts sealed', async () => {
    const ran = await serve(fakeAgent('sealed'), [], { typed: [] });
    expect(ran.io.asked).toEqual([]);
    expect(JSON.parse(ran.out).vault).toBe('sealed');
  });
});
