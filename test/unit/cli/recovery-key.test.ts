import { describe, expect, test } from 'vitest';
import { typedAgain } from '../../../electron/cli/recovery-key.ts';
import { fakeAgent, rightRecovery } from '../../fakes/agent.ts';
import { runWith } from '../../fakes/host.ts';
import { type FakeIoOptions, fakeIo } from '../../fakes/io.ts';

/** Bytes one after the other; 14 groups, so that byte 13 stands for the 14th. */
function bytes(...given: number[]) {
  return (length: number) => Buffer.from(given.splice(0, length));
}

const sitting = { isOutTerminal: true };
const group = (number: number) => rightRecovery.split('-')[number - 1] ?? '';
const again = async (typed: readonly string[], more: FakeIoOptions = {}) => {
  const io = fakeIo({ ...sitting, random: bytes(13, 2, 7), typed, ...more });
  const result = await typedAgain({ io, isJson: false }, rightRecovery);
  return { result, io };
};

describe('a recovery key typed again', () => {
  test('is three of its 14 groups, chosen at random, in the order of the paper', async () => {
    const { result, io } = await again([group(3), group(8), group(14)]);
    expect(result).toBe('right');
    expect(io.asked).toEqual([3, 8, 14].map((number) => ({ question: `Group ${number}: `, kind: 'shown' })));
  });

  test('never asks for one group twice, and no byte favours the first groups', async () => {
    // 252 to 255 are left over past 18 times 14.
    const { io } = await again([group(1), group(2), group(3)], { random: bytes(252, 255, 0, 0, 14, 1, 2) });
    expect(io.asked.map(({ question }) => question)).toEqual(['Group 1: ', 'Group 2: ', 'Group 3: ']);
  });

  test('every group is asked for as often as any other', async () => {
    const counts = new Map<string, number>();
    const rounds = 700;
    for (let n = 0; n < rounds; n++) {
      const io = fakeIo({ ...sitting, typed: [] });
      const terminal = { ask: async (question: string) => answerTo(question), close: () => undefined };
      await typedAgain({ io: { ...io, openTerminal: () => terminal }, isJson: false }, rightRecovery);
    }
    function answerTo(question: string) {
      counts.set(question, (counts.get(question) ?? 0) + 1);
      return group(Number(/\d+/.exec(question)?.[0]));
    }
    expect(counts.size).toBe(14);
    // Expected 150 each; six standard deviations of a binomial with p = 3/14 are 65.
    for (const count of counts.values()) expect(Math.abs(count - (rounds * 3) / 14)).toBeLessThan(65);
  });

  test('takes what the vault would take: any case, spaces and dashes, O for 0, I and L for 1', async () => {
    const key = ['0101', 'ABCD', 'XYZ0'].join('-');
    const io = fakeIo({ ...sitting, typed: [' oiOl ', 'ab-cd', 'xyzO'] });
    expect(await typedAgain({ io, isJson: false }, key)).toBe('right');
  });

  test('may be wrong twice a group; it says which one', async () => {
    const { result, io } = await again(['x', 'y', group(3), 'z', 'zz', group(8), group(14)]);
    expect(result).toBe('right');
    expect(io.said.err.match(/That is not group 3\./g)).toHaveLength(2);
    expect(io.said.err.match(/That is not group 8\./g)).toHaveLength(2);
  });

  test('is given up after three wrong tries, or with Ctrl-C', async () => {
    const wrong = await again(['x', 'y', 'z', group(3)]);
    expect([wrong.result, wrong.io.asked.length]).toEqual(['given-up', 3]);
    expect((await again([group(3)])).result).toBe('given-up');
  });

  test('never repeats a group that was not typed right', async () => {
    const { io } = await again(['x', 'y', 'z']);
    expect(io.said.err + io.said.out).not.toContain(group(3));
  });
});

describe('init', () => {
  const passphrase = ['long enough', 'long enough'];
  const init = (typed: string[], more: FakeIoOptions = {}, words: string[] = []) =>
    runWith(fakeAgent('missing'), ['init', ...words], {
      ...sitting,
      random: bytes(0, 1, 2),
      typed: [...passphrase, ...typed],
      ...more,
    });

  test('has it typed again in part, says when the copy is right, and to clear the screen', async () => {
    const ran = await init([group(1), group(2), group(3)]);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.out).toMatch(/Your copy is right\..*clear/s);
    expect(ran.out).toContain('Next: keybearer agent');
    expect(ran.out.split(rightRecovery)).toHaveLength(2);
  });

  test('given up leaves the vault, and says how to get a new key', async () => {
    const ran = await init(['x', 'y', 'z']);
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain('keybearer vault rotate');
    expect(ran.out).not.toContain('Your copy is right');
    expect(ran.out).toContain('Next: keybearer agent');
  });

  test('does not ask with --json, nor where the key went into a file, nor without a terminal', async () => {
    for (const ran of [await init([], {}, ['--json']), await init([], { isOutTerminal: false })]) {
      expect(ran.exit).toBe(0);
      expect(ran.io.asked.map(({ kind }) => kind)).toEqual(['hidden', 'hidden']);
      expect(ran.out).not.toContain('clear');
    }
  });
});
