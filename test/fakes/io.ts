/** A terminal session in memory. */
import { systemRandom } from '../../electron/base/random.ts';
import type { Io, Terminal } from '../../electron/cli/io.ts';

export interface FakeIo extends Io {
  readonly said: { out: string; err: string };
  /** The questions asked on the terminal, with whether their answer was hidden. */
  readonly asked: { question: string; kind: 'shown' | 'hidden' }[];
  stop(): void;
}

type FreelyChosen = Exclude<keyof Io, 'out' | 'err' | 'readInput' | 'now' | 'stopped'>;

export interface FakeIoOptions extends Partial<Pick<Io, FreelyChosen>> {
  readonly input?: string | undefined;
  /** What is typed, an answer a question; undefined where there is no terminal. */
  readonly typed?: readonly string[] | undefined;
  readonly nowMs?: number;
}

/** Time stands still, so that nothing takes long enough to be told. */
const frozen: Io['clock'] = {
  monotonic: () => 0,
  sleep: (_ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) resolve();
      signal?.addEventListener('abort', () => resolve());
    }),
};

export function fakeIo({
  input = '',
  typed,
  nowMs = Date.parse('2026-11-22T12:00:00.000Z'),
  ...rest
}: FakeIoOptions = {}): FakeIo {
  const said = { out: '', err: '' };
  const asked: FakeIo['asked'] = [];
  const answers = [...(typed ?? [])];
  const stop = Promise.withResolvers<void>();
  const terminal: Terminal = {
    ask: async (question, kind) => {
      asked.push({ question, kind });
      return answers.shift();
    },
    close: () => undefined,
  };
  return {
    said,
    asked,
    stop: () => stop.resolve(),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    saidAll: async () => undefined,
    readInput: async () => Buffer.from(input),
    isInTerminal: false,
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    hasColour: false,
    canRedraw: false,
    env: {},
    self: { platform: 'linux', home: '/home/somebody', program: ['/usr/bin/node', '/opt/keybearer/cli.ts'] },
    now: () => nowMs,
    clock: frozen,
    random: systemRandom,
    openTerminal: () => (typed === undefined ? undefined : terminal),
    stopped: () => stop.promise,
    ...rest,
  };
}
