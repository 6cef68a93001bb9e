/** Runs one command line from its words to its exit code. */
import type { ControlName, ControlResult } from '../../shared/control-api.ts';
import { AppError } from '../../shared/errors.ts';
import { dataDirOf } from '../base/paths.ts';
import { version } from '../base/version.ts';
import { paperOf } from './answer.ts';
import type { Context, Host } from './command.ts';
import type { ControlPort } from './control-port.ts';
import { faultLines } from './fault.ts';
import { fold } from './flow.ts';
import { helpOf } from './help.ts';
import type { Io } from './io.ts';
import { UsageError } from './options.ts';
import { type Parsed, parseCommand } from './parse.ts';
import { patientPort } from './progress.ts';
import { makeUnlocker, type Unlocker } from './unlock.ts';

const refused = 1;
const wrongUsage = 2;

/** Gives: 0 done, 1 refused or failed, 2 wrong usage. */
export async function runCommand(argv: readonly string[], io: Io, host: Host): Promise<number> {
  try {
    const parsed = parseCommand(argv);
    if (parsed.kind === 'run') return await runSpec(parsed, io, host);
    if (parsed.kind === 'help') return sayHelp(parsed, io);
    io.out(`${version}\n`);
    return 0;
  } catch (fault) {
    if (fault instanceof UsageError) return sayUsage(fault, io);
    const lines = faultLines(fault);
    // A program that reads them finds one line a thing.
    io.err(io.isErrTerminal ? fold(lines, { columns: io.columns, hasColour: false }) : lines);
    return refused;
  }
}

function sayHelp({ words, isAsked }: Extract<Parsed, { kind: 'help' }>, io: Io): number {
  if (isAsked) io.out(helpOf(words, paperOf({ io })));
  else io.err(helpOf(words, paperOf({ io })));
  return isAsked ? 0 : wrongUsage;
}

function sayUsage({ message, words }: UsageError, io: Io): number {
  io.err(`wrong usage: ${message}\n  See: ${['keybearer', ...(words ?? []), '--help'].join(' ')}\n`);
  return wrongUsage;
}

async function runSpec({ spec, args, options }: Extract<Parsed, { kind: 'run' }>, io: Io, host: Host): Promise<number> {
  const dataDir = dataDirOf(options.text('data'));
  const unlocker = makeUnlocker(io, {
    passphraseFile: options.text('passphrase-file'),
    recoveryFile: options.text('recovery-file'),
  });
  let opened: Promise<ControlPort> | undefined;
  const port = () => {
    opened ??= host.connect(dataDir).then((one) => patientPort(one, io));
    return opened;
  };
  const call: Context['call'] = async (name, params) => callWithUnlock(await port(), unlocker, name, params);
  const run = await spec.load();
  try {
    return await run({ args, options, io, host, dataDir, isJson: options.has('json'), unlocker, port, call });
  } catch (fault) {
    if (fault instanceof UsageError && fault.words === undefined) throw new UsageError(fault.message, spec.words);
    throw fault;
  } finally {
    unlocker.forget();
    // Where it never opened, the fault is on its way already.
    await opened?.then(
      (one) => one.close(),
      () => undefined,
    );
  }
}

/** The door says what needs the passphrase, so that no list of it is kept here. */
async function callWithUnlock<N extends ControlName>(
  port: ControlPort,
  unlocker: Unlocker,
  name: N,
  params: object,
): Promise<ControlResult<N>> {
  try {
    return await port.call(name, params);
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    if (fault.code === 'PASSPHRASE_NEEDED') return unlocker.with((unlock) => port.call(name, params, unlock));
    if (fault.code !== 'VAULT_SEALED' || !port.isLocal) throw fault;
    // A read without an agent: the passphrase opens the vault where it was given, but nobody is asked.
    const unlock = await unlocker.ofFiles();
    if (unlock === undefined) throw fault;
    return port.call(name, params, unlock);
  }
}
