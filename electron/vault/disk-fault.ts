import { AppError } from '../../shared/errors.ts';

/** The errno name of a fault of the disk, e.g. `ENOSPC`. */
export function errnoOf(fault: unknown): string | undefined {
  if (typeof fault !== 'object' || fault === null || !('code' in fault)) return undefined;
  return typeof fault.code === 'string' ? fault.code : undefined;
}

/** A fault of the disk as one of ours. Takes: what became of the vault, as a sentence. */
export function diskFault(fault: unknown, path: string, outcome: string): AppError {
  if (fault instanceof AppError) return fault;
  const errno = errnoOf(fault);
  if (errno === 'ENOSPC' || errno === 'EDQUOT') {
    return new AppError('DISK_FULL', {
      detail: `The disk is full: ${path} could not be written. ${outcome}`,
      cause: fault,
    });
  }
  if (errno === 'EROFS') return refused(`${path} is on a disk that can't be written. ${outcome}`, fault);
  if (errno === 'EACCES' || errno === 'EPERM')
    return refused(`Keybearer has no right to use ${path}. ${outcome}`, fault);
  if (errno === 'ENOENT') return refused(`The folder of ${path} is gone. ${outcome}`, fault);
  const detail = `The disk failed at ${path} (${errno ?? 'unknown fault'}). ${outcome}`;
  return new AppError('INTERNAL', { detail, sent: 'no', cause: fault });
}

const refused = (detail: string, cause: unknown): AppError => new AppError('INPUT_INVALID', { detail, cause });
