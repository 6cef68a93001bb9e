import { describe, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { type FakeAgent, fakeAgent, rightPassphrase, rightRecovery } from '../../fakes/agent.ts';
import { type HostOptions, runWith } from '../../fakes/host.ts';
import type { FakeIoOptions } from '../../fakes/io.ts';
import { errorOf, files } from './fixture.ts';

const groups = rightRecovery.split('-').slice(0, 3);
const firstThree = () => {
  let next = 0;
  return () => Buffer.of(next++);
};
/** Somebody at a terminal. */
const sitting = (typed: string[]): FakeIoOptions => ({ isOutTerminal: true, random: firstThree(), typed });
const rotate = (agent: FakeAgent, io: FakeIoOptions = {}, words: string[] = [], host: HostOptions = {}) =>
  runWith(agent, ['vault', 'rotate', ...words], io, host);
const byFile = ['--passphrase-file', files.right];

describe('vault rotate', () => {
  test('asks, takes the passphrase, shows the new key, has it typed again, and only then lets the agent forget it', async () => {
    const agent = fakeAgent();
    const ran = await rotate(agent, sitting(['y', rightPassphrase, ...groups]));
    expect(ran.exit).toBe(0);
    expect(agent.done).toEqual(['rotate', 'recovery kept']);
    expect(ran.out.split(rightRecovery)).toHaveLength(2);
    expect(ran.io.asked.map(({ kind }) => kind)).toEqual(['shown', 'hidden', 'shown', 'shown', 'shown']);
    for (const said of [
      'its 3 records are sealed',
      'Your copy is right',
      'The old recovery key',
      'delete them',
      'keychain',
    ])
      expect(ran.out).toContain(said);
  });

  test('does nothing without a yes, before it asks for the passphrase', async () => {
    for (const io of [sitting(['n', rightPassphrase]), sitting(['']), {}]) {
      const agent = fakeAgent();
      const ran = await rotate(agent, io, byFile);
      expect(errorOf(ran.err)).toBe('CONFIRMATION_NEEDED');
      expect(agent.done).toEqual([]);
    }
  });

  test('takes --yes for the question, and never for the passphrase', async () => {
    const agent = fakeAgent();
    expect(errorOf((await rotate(agent, {}, ['--yes'])).err)).toBe('PASSPHRASE_NEEDED');
    expect(agent.done).toEqual([]);
    expect((await rotate(agent, {}, ['--yes', ...byFile])).exit).toBe(0);
    expect(agent.done).toEqual(['rotate', 'recovery kept']);
  });

  test('takes no recovery key for the passphrase', async () => {
    expect((await rotate(fakeAgent(), {}, ['--yes', '--recovery-file', files.recovery])).exit).toBe(2);
  });

  test('shows the same key again where the copy was not checked, and says that nothing was rotated', async () => {
    const agent = fakeAgent();
    const first = await rotate(agent, sitting(['y', rightPassphrase, 'x', 'x', 'x']));
    expect(first.err).toContain('keybearer vault rotate');
    expect(agent.done).toEqual(['rotate']);
    const second = await rotate(agent, sitting(['y', rightPassphrase, ...groups]));
    expect(second.out).toContain('Nothing was rotated now');
    expect(agent.done).toEqual(['rotate', 'rotate again', 'recovery kept']);
  });

  test('with --json gives one line, asks for no group, and lets the agent forget the key once the line is out', async () => {
    const agent = fakeAgent();
    const order: string[] = [];
    const { recoveryKept } = agent.vaultAdmin;
    Object.assign(agent.vaultAdmin, {
      recoveryKept: () => {
        order.push('kept');
        return recoveryKept();
      },
    });
    const saidAll = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('said');
    };
    const ran = await rotate(agent, { ...sitting([]), saidAll }, ['--yes', '--json', ...byFile]);
    expect(JSON.parse(ran.out)).toEqual({ vaultId: 'v', recoveryKey: rightRecovery, records: 3, isResumed: false });
    expect(order).toEqual(['said', 'kept']);
    expect(ran.io.asked).toEqual([]);
  });

  test('works without an agent too, and not on a sealed one', async () => {
    const agent = fakeAgent('sealed');
    expect(errorOf((await rotate(agent, {}, ['--yes', ...byFile])).err)).toBe('VAULT_SEALED');
    expect((await rotate(agent, {}, ['--yes', ...byFile], { isRunning: false })).exit).toBe(0);
    expect(agent.done).toEqual(['rotate', 'recovery kept']);
  });

  test('says so where the agent could not forget the key, after it has shown it', async () => {
    const agent = fakeAgent();
    Object.assign(agent.vaultAdmin, { recoveryKept: () => Promise.reject(new AppError('DISK_FULL')) });
    const ran = await rotate(agent, {}, ['--yes', ...byFile]);
    expect(ran).toMatchObject({ exit: 1, out: expect.stringContaining(rightRecovery) });
    expect(errorOf(ran.err)).toBe('DISK_FULL');
  });
});
