/** Writes what of the call log shall leave Keybearer: there whole or not at all, and readable by the user alone. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import type { CallExport } from '../../../shared/window-views.ts';
import type { CallLogService } from '../../agent/ports.ts';
import type { WindowShell } from './handlers/shell.ts';

interface Exporting {
  readonly callLog: Pick<CallLogService, 'exportStep' | 'bundle'>;
  readonly shell: Pick<WindowShell, 'saveAs' | 'tell'>;
}

/**
 * Writes calls, the oldest first, into a file that the user names. Gives: null where no file was named.
 * Throws: INPUT_INVALID where nothing can be written there; DISK_FULL, RECORD_FAILED.
 */
export async function exportCalls(
  { callLog, shell }: Exporting,
  wish: Required<CallExport>,
): Promise<{ path: string; calls: number } | null> {
  const path = await shell.saveAs(`keybearer-calls.${wish.format}`);
  if (path === null) return null;
  let calls = 0;
  await writeWhole(path, async (write) => {
    let step = await callLog.exportStep(wish);
    for (;;) {
      await write(step.text);
      calls += step.calls;
      const { next } = step;
      if (next === null) return;
      shell.tell({ kind: 'progress', progress: { work: 'export', done: next.after, all: next.upTo } });
      step = await callLog.exportStep({ ...wish, from: next });
    }
  });
  return { path, calls };
}

/** Writes the support bundle as it is now. Throws: as `exportCalls`. */
export async function saveBundle({ callLog, shell }: Exporting): Promise<{ path: string } | null> {
  const bundle = await callLog.bundle();
  const path = await shell.saveAs('keybearer-support.json');
  if (path === null) return null;
  await writeWhole(path, (write) => write(`${JSON.stringify(bundle, null, 2)}\n`));
  return { path };
}

async function writeWhole(
  path: string,
  work: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`;
  const file = await asInput(path, () => open(temporary, 'wx', 0o600));
  try {
    await work((text) => asInput(path, () => file.writeFile(text)));
    await asInput(path, () => finish(file, temporary, path));
  } finally {
    await file.close().catch(() => {});
    // After the rename there is nothing of that name.
    await rm(temporary, { force: true });
  }
}

async function finish(file: FileHandle, temporary: string, path: string): Promise<void> {
  await file.sync();
  await file.close();
  await rename(temporary, path);
}

async function asInput<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new AppError('DISK_FULL', { detail: `The disk is full: ${path} was not written.`, cause });
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be written (${code}). Choose another place.`, cause });
  }
}
