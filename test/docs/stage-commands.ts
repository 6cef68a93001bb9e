/** The command `stage` of the pages' shell: what happens outside Keybearer, or what a person does that no command can show. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirOf } from '../../electron/base/paths.ts';
import { runCommand } from '../../electron/cli/run.ts';
import { qrPicture } from '../fakes/authenticator.ts';
import { type FakeIo, fakeIo } from '../fakes/io.ts';
import { passphrase } from '../fakes/world.ts';
import type { Behind } from './behind.ts';

type Deed = (args: readonly string[], io: FakeIo, behind: Behind) => Promise<void>;

const deeds: Readonly<Record<string, Deed>> = {
  /** open [http]: a vault with a running agent, and the passphrase in a file; `http`: on TCP, too. */
  open: async ([door], _io, { host, home, keep }) => {
    writeFileSync(join(home, '.keybearer-passphrase'), `${passphrase}\n`, { mode: 0o600 });
    const serving = await host.open(dataDirOf(undefined), door === 'http' ? 0 : undefined);
    keep(() => serving.close());
  },
  /** Ctrl-C for all that runs. */
  stop: (_args, _io, { stop }) => stop(),
  /** The token that was shown last. */
  token: async (_args, io, { said }) => io.out(`${said.all.match(/kb_[\w-]{43}/g)?.at(-1) ?? ''}\n`),
  /** The passphrase that a person types here, for a file. */
  passphrase: async (_args, io) => io.out(`${passphrase}\n`),
  /** The recovery key that was shown last. */
  'recovery-key': async (_args, io, { said }) => io.out(`${recoveryKeyIn(said.all) ?? ''}\n`),
  /** qr FILE KEY: the picture that the exchange shows for a key of the practice exchange. */
  qr: async ([file = '', label = ''], _io, { practice }) => {
    writeFileSync(file, await qrPicture(`otpauth://totp/Kraken:api?secret=${secretOf(practice, label)}&issuer=Kraken`));
  },
  /** set-up-key KEY: the same to type. */
  'set-up-key': async ([label = ''], io, { practice }) => io.out(`${secretOf(practice, label)}\n`),
  /** key LABEL KEY [CHANGES]: adds a key of the practice exchange under a label. */
  key: async ([label = '', from = '', changes = '{}'], _io, behind) => {
    const found = behind.practice.keys.find((key) => key.label === from);
    if (found === undefined) throw new Error(`the practice exchange has no key ${from}`);
    const json = { ...found, label, tier: 'unlimited', ...JSON.parse(changes) };
    await must(['key', 'add'], JSON.stringify(json), behind);
  },
  /** fault KIND [COUNT]: what goes wrong next at the practice exchange. */
  fault: async ([next = '', count = '1'], _io, { practice }) => {
    const body = JSON.stringify({ next, count: Number(count) });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${practice.admin}/practice/faults`, { method: 'POST', headers, body });
  },
};

export async function runStageCommand(argv: readonly string[], io: FakeIo, behind: Behind): Promise<number> {
  const [name = '', ...args] = argv;
  const deed = deeds[name];
  try {
    if (deed === undefined) throw new Error(`stage can't ${name}`);
    await deed(args, io, behind);
    return 0;
  } catch (fault) {
    io.err(`${String(fault)}\n`);
    return 1;
  }
}

async function must(argv: readonly string[], input: string, { host }: Behind): Promise<void> {
  const io = fakeIo({ input, typed: [passphrase, 'y'] });
  if ((await runCommand(argv, io, host)) !== 0) throw new Error(io.said.err);
}

function secretOf({ keys }: Behind['practice'], label: string): string {
  const factor = keys.find((key) => key.label === label)?.twoFactor;
  if (factor === undefined || !('secret' in factor)) throw new Error(`no set-up key of ${label}`);
  return String(factor.secret);
}

/** The recovery key that was shown last. */
export const recoveryKeyIn = (text: string): string | undefined =>
  text.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){13}\b/g)?.at(-1);
