/** Where a life of Keybearer is played: its folders, its exchanges, and commands that name their passphrase's file. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeKey } from '../../electron/practice/keys.ts';
import { startPractice } from '../../electron/practice/server.ts';
import { echoKeys, type KeyFile, newCredentials, phrase, secretsOf } from './cast.ts';
import { type EchoExchange, startEchoExchange } from './echo-exchange.ts';
import { Recorder } from './recorder.ts';
import type { Planted } from './scan.ts';

export interface Stage extends AsyncDisposable {
  readonly recorder: Recorder;
  /** Every secret so far. */
  readonly planted: Planted[];
  /** All files of the processes stand under it; what they are given by file stands elsewhere. */
  readonly seen: string;
  readonly data: string;
  /** The keys whose exchange echoes, without their addresses, and new credentials that one of them is tried with. */
  readonly echoing: readonly KeyFile[];
  readonly refused: KeyFile;
  endpointOf(key: KeyFile): string;
  practiceKey(label: string): PracticeKey;
  /** How many answers of exchanges held secrets. */
  echoed(): number;
  /** Writes a file that processes are given. Gives: its path. */
  give(name: string, text: string): string;
  /** Plants a secret and writes it to a file. Gives: its path. */
  plant(name: string): string;
  /** Runs a command that must end well; objects go in as JSON. Gives: its standard output. */
  done(args: readonly string[], input?: unknown, mayShow?: readonly string[]): Promise<string>;
  /** Runs a command that must be refused. */
  refuses(args: readonly string[], input?: unknown): Promise<void>;
}

export async function buildStage(dir: string): Promise<Stage> {
  const [inputs, seen] = [join(dir, 'inputs'), join(dir, 'seen')];
  for (const path of [inputs, seen]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const variable = phrase();
  const recorder = new Recorder(seen, { KEYBEARER_TEST_SECRET: variable });
  const practice = await startPractice({ port: 0, now: Date.now, seed: randomBytes(16).toString('hex'), extraKeys: 3 });
  const refused = newCredentials();
  const echoing = echoKeys();
  const planted: Planted[] = [{ name: 'a variable of the environment', text: variable }];
  for (const key of [...echoing, refused]) planted.push(...secretsOf(key));
  const echoes = new Map<string, EchoExchange>();
  for (const key of echoing) {
    const known = (asked: string) => secretsOf(asked.includes(refused.apiKey) ? refused : key);
    echoes.set(key.label, await startEchoExchange(practice.url, known));
  }
  const give: Stage['give'] = (name, text) => {
    writeFileSync(join(inputs, name), text, { mode: 0o600 });
    return join(inputs, name);
  };
  const run = async (end: number, args: readonly string[], input: unknown = '', mayShow: readonly string[] = []) => {
    const typed = typeof input === 'string' ? input : JSON.stringify(input);
    const { code, out, err } = await recorder.run(args, typed, mayShow);
    if (code !== end) throw new Error(`${args.slice(0, 2).join(' ')} ended with ${String(code)}: ${out}${err}`);
    return out;
  };
  return {
    ...{ recorder, planted, seen, data: join(seen, 'data'), echoing, refused, give },
    endpointOf: ({ label }) => echoes.get(label)?.url ?? '',
    practiceKey: (label) => {
      const key = practice.keys.find((one) => one.label === label);
      if (key === undefined) throw new Error(`the practice exchange has no key ${label}`);
      return key;
    },
    echoed: () => [...echoes.values()].reduce((sum, echo) => sum + echo.echoes, 0),
    plant: (name) => {
      const text = phrase();
      planted.push({ name, text });
      return give(name.replaceAll(' ', '-'), `${text}\n`);
    },
    done: (args, input, mayShow) => run(0, args, input, mayShow),
    refuses: async (args, input) => void (await run(1, args, input)),
    [Symbol.asyncDispose]: async () => {
      await recorder.endAll();
      await practice.close();
      for (const echo of echoes.values()) await echo[Symbol.asyncDispose]();
    },
  };
}
