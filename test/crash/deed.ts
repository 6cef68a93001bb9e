/** What a deed on a vault's files is, and what is asked of a disk afterwards. */
import type { Unlock, Vault } from '../../electron/vault/vault.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import type { MemoryFs } from '../fakes/memory-fs.ts';
import { byPassphrase, contentsOf, makeVault, openOn, pathA, pathB, put } from '../unit/vault/helpers.ts';

/** One disk and one thing to do on it. */
export interface Staged {
  readonly fs: MemoryFs;
  /** Gives: what the user is warned of. */
  act(): Promise<readonly string[]>;
  /** Does it again, or the next of its kind, in the same process after a fault. */
  again(): Promise<unknown>;
  /** May it do all of its work in spite of a fault, and say nothing? */
  readonly maySucceed?: boolean;
  /** A file that must not be left behind by a deed that was refused. */
  readonly target?: string;
  /** Takes: a disk as it may be afterwards, and whether the deed was acknowledged. Gives: what is wrong with it. */
  wrongWith(disk: MemoryFs, isAcknowledged: boolean): Promise<string | undefined>;
}

export interface Deed {
  readonly name: string;
  stage(): Promise<Staged>;
}

/** What `makeVault` puts in, and what a change makes of it. */
export const before = { key_a: 'alpha', key_b: 'beta', bot_c: 'gamma' };
export const after = { key_a: 'alpha 2', key_b: 'beta', key_n: 'nu' };
export const change = [put('key_a', 'alpha 2'), { remove: 'bot_c' }, put('key_n', 'nu')] as const;
export const fresh = 'a fresh passphrase';

/** The vault's contents as text, or the code that it is refused with. */
export async function foundOn(disk: MemoryFs, unlock: Unlock = byPassphrase()): Promise<string | ErrorCode> {
  try {
    const vault = await openOn(disk, unlock);
    const text = textOf(contentsOf(vault));
    vault.seal();
    return text;
  } catch (fault) {
    if (fault instanceof AppError) return fault.code;
    throw fault;
  }
}

export const textOf = (contents: Record<string, string>): string =>
  JSON.stringify(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Gives: what is wrong, where `found` is none of what may be. */
export const unless = (found: string, ...allowed: readonly string[]): string | undefined =>
  allowed.includes(found) ? undefined : `found ${found} instead of ${allowed.join(' or ')}`;

export async function first(...checks: readonly (() => Promise<string | undefined>)[]): Promise<string | undefined> {
  for (const check of checks) {
    const wrong = await check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** Does the vault go on from here? Opens it, saves once to each file, and opens it again; no half-written file stays. */
export async function goesOn(
  disk: MemoryFs,
  unlock: () => Unlock = byPassphrase,
  open: (disk: MemoryFs) => Promise<Vault> = (left) => openOn(left, unlock()),
): Promise<string | undefined> {
  const left = disk.copy();
  const vault = await open(left);
  const expected = { ...contentsOf(vault), next: 'yes', last: 'too' };
  await vault.commit([put('next', 'yes', 'bot')]);
  await vault.commit([put('last', 'too', 'bot')]);
  const names = [...left.files().keys()].filter((path) => /vault-[ab]\.json\.tmp$/.test(path));
  return unless(await foundOn(left.copy(), unlock()), textOf(expected)) ?? unless(names.join(), '');
}

/** With either file lost, too, for what stands in both. */
export async function withEitherLost(disk: MemoryFs, check: (left: MemoryFs) => Promise<string | undefined>) {
  for (const lost of [pathA, pathB]) {
    const left = disk.copy();
    left.set(lost, Buffer.from('rubbish'));
    const wrong = await check(left);
    if (wrong !== undefined) return `${wrong}, with ${lost} lost`;
  }
  return undefined;
}

/** A vault opened on a disk without history. */
export async function opened(spoil: (fs: MemoryFs) => void = () => undefined) {
  const made = await makeVault();
  const fs = made.fs.copy();
  spoil(fs);
  return { ...made, fs, vault: await openOn(fs) };
}
