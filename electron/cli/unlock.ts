/** Where the passphrase comes from: a file, else the terminal, else nowhere. */
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../base/secret.ts';
import type { Unlock } from './control-port.ts';
import type { Io, Terminal } from './io.ts';
import { readSecretFile } from './secret-file.ts';

export interface UnlockFiles {
  readonly passphraseFile: string | undefined;
  readonly recoveryFile: string | undefined;
}

const tries = 3;
const fewCharacters = 8;

export interface Unlocker {
  /** What the files named on the command line hold; undefined where none is named. */
  ofFiles(): Promise<Unlock | undefined>;
  /**
   * Hands what opens the vault to `use`; a wrong passphrase typed on the terminal may be typed again.
   * Throws: PASSPHRASE_NEEDED where there is neither file nor terminal.
   */
  with<T>(use: (unlock: Unlock) => Promise<T>): Promise<T>;
  forget(): void;
}

/** One command's passphrase: found when it is first needed, asked for once. */
export function makeUnlocker(io: Io, files: UnlockFiles): Unlocker {
  let kept: Unlock | undefined;
  const lend = ({ kind, secret }: Unlock): Unlock => ({ kind, secret: secret.copy() });
  const forget = (): void => {
    kept?.secret.wipe();
    kept = undefined;
  };
  const ofFiles = async (): Promise<Unlock | undefined> => {
    kept ??= await readFiles(files, io.err);
    return kept === undefined ? undefined : lend(kept);
  };
  return {
    ofFiles,
    forget,
    async with(use) {
      const found = await ofFiles();
      if (found !== undefined) return use(found);
      return onTerminal(io, async (terminal) => {
        for (let left = tries; ; left--) {
          kept = { kind: 'passphrase', secret: await askSecret(terminal, 'Passphrase: ') };
          try {
            return await use(lend(kept));
          } catch (fault) {
            if (!(fault instanceof AppError && fault.code === 'PASSPHRASE_WRONG')) throw fault;
            forget();
            if (left === 1) throw fault;
            io.err(`${fault.message} Try again.\n`);
          }
        }
      });
    },
  };
}

async function readFiles(
  { passphraseFile, recoveryFile }: UnlockFiles,
  warn: (text: string) => void,
): Promise<Unlock | undefined> {
  if (recoveryFile !== undefined) return { kind: 'recovery', secret: await readSecretFile(recoveryFile, warn) };
  if (passphraseFile !== undefined) return { kind: 'passphrase', secret: await readSecretFile(passphraseFile, warn) };
  return undefined;
}

/** A new passphrase: from the file, or typed twice. Throws: PASSPHRASE_NEEDED, INPUT_INVALID. */
export async function newPassphrase(io: Io, file: string | undefined, question = 'New passphrase: '): Promise<Secret> {
  const secret =
    file === undefined
      ? await onTerminal(io, (terminal) => typeTwice(terminal, question))
      : await readSecretFile(file, io.err);
  if (secret.useText((text) => [...text].length) < fewCharacters) {
    io.err(
      `warning: a passphrase of fewer than ${fewCharacters} characters is soon guessed by whoever has the vault's files.\n`,
    );
  }
  return secret;
}

async function typeTwice(terminal: Terminal, question: string): Promise<Secret> {
  const first = await askSecret(terminal, question);
  const again = await askSecret(terminal, 'The same again: ');
  const isSame = first.use((a) => again.use((b) => a.equals(b)));
  again.wipe();
  if (isSame) return first;
  first.wipe();
  throw new AppError('INPUT_INVALID', { detail: 'The two passphrases differ. Nothing was made.' });
}

async function askSecret(terminal: Terminal, question: string): Promise<Secret> {
  const line = await terminal.ask(question, 'hidden');
  if (line === undefined) throw new AppError('PASSPHRASE_NEEDED');
  if (line === '') throw new AppError('INPUT_INVALID', { detail: 'The passphrase is empty.' });
  return Secret.ofText(line);
}

async function onTerminal<T>(io: Io, use: (terminal: Terminal) => Promise<T>): Promise<T> {
  const terminal = io.openTerminal();
  if (terminal === undefined) throw new AppError('PASSPHRASE_NEEDED');
  try {
    return await use(terminal);
  } finally {
    terminal.close();
  }
}
