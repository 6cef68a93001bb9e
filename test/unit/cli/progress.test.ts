import { describe, expect, test } from 'vitest';
import type { Io } from '../../../electron/cli/io.ts';
import { withProgress } from '../../../electron/cli/progress.ts';
import { runCommand } from '../../../electron/cli/run.ts';
import { fakeAgent, rightPassphrase } from '../../fakes/agent.ts';
import { fakeHost, runWith } from '../../fakes/host.ts';
import { type FakeIo, type FakeIoOptions, fakeIo } from '../../fakes/io.ts';
import { files } from './fixture.ts';

/** A clock that a test turns; who sleeps wakes in the order of time. */
function handClock() {
  let nowMs = 0;
  const sleepers = new Set<{ untilMs: number; wake: () => void }>();
  const clock: Io['clock'] = {
    monotonic: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = { untilMs: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const pass = async (ms: number) => {
    const endMs = nowMs + ms;
    for (;;) {
      const [next] = [...sleepers].filter(({ untilMs }) => untilMs <= endMs).sort((a, b) => a.untilMs - b.untilMs);
      if (next === undefined) break;
      sleepers.delete(next);
      nowMs = next.untilMs;
      next.wake();
      await settle();
    }
    nowMs = endMs;
  };
  return { clock, pass };
}

/** Work of so many milliseconds, and what standard error said of it. */
async function saidOf(ms: number, options: FakeIoOptions, end: 'done' | 'failed' = 'done') {
  const { clock, pass } = handClock();
  const io = fakeIo({ clock, ...options });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const working = withProgress(io, () => promise).catch(() => 'failed');
  await pass(ms);
  if (end === 'done') resolve('done');
  else reject(new Error('the work failed'));
  expect(await working).toBe(end);
  await pass(10_000);
  return io.said.err;
}

const terminal = { isErrTerminal: true, canRedraw: true };
/** What is left on a line over which others were drawn. */
const lastLine = (said: string) => said.split('\r').at(-1)?.replace('\u001b[K', '');

describe('while a passphrase is worked on', () => {
  test('a terminal shows the seconds after 150 ms, and nothing once it is done', async () => {
    expect(await saidOf(149, terminal)).toBe('');
    const said = await saidOf(700, terminal);
    expect(said).toContain('Working on the passphrase … 0.6 s');
    expect(said).not.toContain('0.8 s');
    expect(said).not.toContain('\n');
    expect(lastLine(said)).toBe('');
  });

  test('the line goes also where the work fails', async () => {
    expect(lastLine(await saidOf(700, terminal, 'failed'))).toBe('');
  });

  test('a terminal that can redraw nothing is told once, in a line that stays', async () => {
    const said = await saidOf(5_000, { isErrTerminal: true, canRedraw: false });
    expect(said).toBe('Working on the passphrase …\n');
    expect(await saidOf(100, { isErrTerminal: true, canRedraw: false })).toBe('');
  });

  test('a file or a pipe is told nothing, however long it takes', async () => {
    expect(await saidOf(60_000, { isErrTerminal: false, canRedraw: false })).toBe('');
  });

  test('a narrow terminal gets a line that does not wrap', async () => {
    const said = await saidOf(700, { ...terminal, columns: 20 });
    expect(Math.max(...said.split('\r').map((line) => line.replace('\u001b[K', '').length))).toBe(19);
  });
});

describe('a command', () => {
  /** A clock that runs whenever the program waits: every wait is long enough to be told. */
  const fast: Io['clock'] = { monotonic: () => 0, sleep: () => new Promise((resolve) => setTimeout(resolve, 0)) };
  const slow = { ...terminal, clock: fast };

  test.each([
    [['code', 'k'], 'open'],
    [['key', 'test', 'k'], 'open'],
    [['agent'], 'sealed'],
    [['restore', files.right], 'missing'],
  ] as const)('that carries a passphrase tells of it: %j', async (words, vault) => {
    const agent = slowly(fakeAgent(vault));
    const ran = await runWith(agent, [...words, '--passphrase-file', files.right], slow, { onServe: (stop) => stop() });
    expect(ran.exit).toBe(0);
    expect(ran.err).toMatch(/(Working on the passphrase|Asking the exchange) …/);
  });

  test('that was given no passphrase tells of none, and neither does one whose output is JSON in a pipe', async () => {
    const listed = await runWith(slowly(fakeAgent()), ['key', 'list'], slow);
    expect(listed.err).toBe('');
    const piped = await runWith(slowly(fakeAgent()), ['code', 'k', '--json', '--passphrase-file', files.right]);
    expect(piped).toMatchObject({ exit: 0, err: '' });
  });

  test('is silent while somebody types, however slowly', async () => {
    const { clock, pass } = handClock();
    const answers = [rightPassphrase, 'a new one', 'a new one'];
    const saidBefore: string[] = [];
    const io: FakeIo = fakeIo({
      ...terminal,
      clock,
      openTerminal: () => ({
        ask: async () => {
          await pass(60_000);
          saidBefore.push(io.said.err);
          return answers.shift();
        },
        close: () => undefined,
      }),
    });
    expect(await runCommand(['passphrase', 'change', '--data', '/nowhere'], io, fakeHost(fakeAgent(), io))).toBe(0);
    expect(saidBefore).toEqual(['', '', '']);
  });
});

/** The same agent, which takes some turns of the loop for a passphrase. */
function slowly<T extends ReturnType<typeof fakeAgent>>(agent: T): T {
  const wait = () => new Promise((resolve) => setTimeout(resolve, 30));
  const { confirm, unseal, restore } = agent;
  agent.confirm = (unlock) => wait().then(() => confirm(unlock));
  agent.unseal = (unlock) => wait().then(() => unseal(unlock));
  agent.restore = (copy, unlock) => wait().then(() => restore(copy, unlock));
  return agent;
}
