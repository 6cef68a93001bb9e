/** Automatic copies of the sealed vault: 7 daily and 4 weekly ones. */
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { namesAt, outdated } from './copy-names.ts';
import { diskFault, errnoOf } from './disk-fault.ts';
import { maxFileBytes, parse } from './envelope.ts';
import type { VaultFs } from './fs.ts';
import { putWhole } from './write-file.ts';

export interface CopiesPlace {
  /** The data directory; the copies stand in its folder `backups`. */
  readonly dir: string;
  readonly fs: VaultFs;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Keeps today's and this week's copy, unless there are whole ones already, and then takes away those that have had their time.
 * It reads and proves both, so it is meant for once a day and for each opening; not for a vault that is read-only.
 * Takes: `isWhole` tells of a file's bytes whether they are a whole state of this vault. Throws: DISK_FULL, INPUT_INVALID,
 * VAULT_DAMAGED (what should be kept is no whole vault), INTERNAL; older copies are all there then.
 */
export async function keepCopies(
  place: CopiesPlace,
  sealedBytes: Uint8Array,
  isWhole: (bytes: Uint8Array) => boolean,
): Promise<void> {
  if (!isWhole(sealedBytes))
    throw new AppError('VAULT_DAMAGED', { detail: 'The vault is not whole: it was not copied.' });
  const { dir, fs, clock } = place;
  const folder = join(dir, 'backups');
  const nowMs = clock.now();
  try {
    for (const name of namesAt(nowMs)) await keep(place, folder, name, sealedBytes, isWhole);
    const old = outdated(await fs.list(folder), nowMs);
    for (const name of old) await fs.unlink(join(folder, name));
    if (old.length > 0) await fs.syncDir(folder);
  } catch (fault) {
    if (errnoOf(fault) === 'ENOTDIR')
      throw new AppError('INPUT_INVALID', {
        detail: `${folder} is not a folder. Move it away: copies of the vault go there.`,
      });
    throw diskFault(fault, folder, "Today's copy of the vault may be missing.");
  }
}

async function keep(
  { dir, fs, clock }: CopiesPlace,
  folder: string,
  name: string,
  bytes: Uint8Array,
  isWhole: (bytes: Uint8Array) => boolean,
): Promise<void> {
  const path = join(folder, name);
  const there = await readOr(fs, path);
  if (there !== undefined && isWhole(there)) return;
  await fs.makeDir(folder);
  await fs.syncDir(dir);
  // The only copy of another vault is not ours to write over, nor is what a newer Keybearer made.
  if (there !== undefined && isForeign(there, bytes))
    await fs.rename(path, `${path}.other-${isoTime(clock.now()).replace(/[-:]/g, '')}`);
  await putWhole(fs, path, bytes);
}

/** Gives: undefined where there is no file, or none that can be read. */
async function readOr(fs: VaultFs, path: string): Promise<Uint8Array | undefined> {
  try {
    return await fs.read(path, maxFileBytes);
  } catch (fault) {
    if (errnoOf(fault) === 'EIO' || errnoOf(fault) === 'EFBIG') return undefined;
    throw fault;
  }
}

function isForeign(there: Uint8Array, ours: Uint8Array): boolean {
  const [theirs, own] = [parse(there), parse(ours)];
  if (theirs.kind === 'newer') return true;
  return theirs.kind === 'vault' && own.kind === 'vault' && theirs.sealed.vaultId !== own.sealed.vaultId;
}
