/** The file that `log anchor` writes: where the log stood, to be kept where nobody who changes the log can reach it. */
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { LogHeadView } from '../../../shared/log-views.ts';

const kind = 'keybearer-log-anchor';
const maxBytes = 64 * 1024;

export const anchorText = (head: LogHeadView, time: string): string =>
  `${JSON.stringify({ kind, v: 1, time, ...head }, undefined, 2)}\n`;

/** Throws: INPUT_INVALID where it can't be read or is no anchor. */
export async function readAnchorFile(path: string): Promise<LogHeadView> {
  const text = await readSmall(path);
  const read = LogHeadView.safeParse(jsonOf(text));
  if (!read.success)
    throw new AppError('INPUT_INVALID', { detail: `${path} is no anchor: "keybearer log anchor FILE" writes one.` });
  return read.data;
}

async function readSmall(path: string): Promise<string> {
  try {
    if ((await stat(path)).size <= maxBytes) return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be read (${why}).`, cause });
  }
  throw new AppError('INPUT_INVALID', { detail: `${path} is larger than any anchor.` });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
