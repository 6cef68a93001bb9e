/** The passphrase as systemd hands it to a service: a file in a directory of its own. Source: systemd.exec(5), "Credentials". */
import { lstatSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../base/secret.ts';
import type { Io } from './io.ts';
import { readSecretFile } from './secret-file.ts';

const name = 'passphrase';

/**
 * The passphrase of a service; undefined where there is no credential, or none of that name (which is said).
 * Throws: INPUT_INVALID where it stands there and can't be used. A service that was given a passphrase must not start
 * sealed without a word.
 */
export async function systemdCredential({ env, err }: Pick<Io, 'env' | 'err'>): Promise<Secret | undefined> {
  const directory = env['CREDENTIALS_DIRECTORY'];
  if (!directory) return undefined;
  if (!isAbsolute(directory))
    throw refused(`CREDENTIALS_DIRECTORY is ${JSON.stringify(directory)}, and systemd names it by its whole path`);
  if (!isThere(directory)) throw refused(`CREDENTIALS_DIRECTORY is ${directory}, and there is no such directory`);
  const path = join(directory, name);
  if (!isThere(path)) {
    err(`There is no credential "${name}" in ${directory}: its unit needs LoadCredential=${name}:FILE.\n`);
    return undefined;
  }
  try {
    return await readSecretFile(path);
  } catch (fault) {
    throw refused(`The systemd credential "${name}" can't be used: ${messageOf(fault)}`);
  }
}

/** Throws: INPUT_INVALID where nobody may look. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
    throw refused(`${path} can't be looked at (${code})`);
  }
}

const messageOf = (fault: unknown): string =>
  fault instanceof AppError ? fault.message.replace(/\.$/, '') : 'unknown';

const refused = (what: string): AppError =>
  new AppError('INPUT_INVALID', {
    detail: `${what}. Mend the unit, or unset CREDENTIALS_DIRECTORY to start without it.`,
  });
