import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type LogCheckView, LogHeadView } from '../../../shared/log-views.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { flow } from '../flow.ts';
import { writeOut } from '../log/out-file.ts';
import { clean } from '../print.ts';
import { withProgress } from '../progress.ts';
import { needYes } from '../question.ts';

/** Source: design/call-log.md, `log verify`. */
const exitCodes: Readonly<Record<LogCheckView['result'], number>> = {
  intact: 0,
  altered: 1,
  sealed: 3,
  gap: 4,
  truncated: 5,
  unchecked: 6,
};

export const verifyLog: Run = async (context) => {
  const { io, options, unlocker } = context;
  const anchor = await readAnchor(options.text('anchor'));
  const port = await context.port();
  // Only an agent of this command's own is opened for the check; a running one is left as it is.
  if (port.isLocal && (options.has('passphrase-file') || options.has('recovery-file')))
    await unlocker.with((unlock) => port.call('unseal', {}, unlock));
  const check = await withProgress(
    io,
    () => port.call('log.verify', anchor === undefined ? {} : { anchor }),
    'Checking the call log',
  );
  const { result, entries, epoch, at } = check;
  answer(context, { result, entries, epoch, at }, () => flow(textOf(check), paperOf(context)));
  return exitCodes[result];
};

function textOf({ result, entries, why }: LogCheckView): string {
  const many = entries.toLocaleString('en');
  if (result === 'intact')
    return `Intact up to #${many}: every entry is as it was written, and signed by a key of this vault.\n`;
  if (result === 'sealed')
    return `The ${many} entries follow each other as they should. Their signatures could not be checked, because the vault is sealed: open it, or give --passphrase-file.\n`;
  return `${clean(why)}\n\n${todo[result]}\n`;
}

const todo: Readonly<Record<'altered' | 'gap' | 'truncated' | 'unchecked', string>> = {
  altered: `Somebody who can write your files changed the log. Seal the vault ("keybearer seal"), compare with the exchange's own
records, and look for who had access. "keybearer log accept" puts this log aside and begins a new one.`,
  gap: `Entries are missing from the middle of the log. Treat it as altered: compare with the exchange's own records.
"keybearer log accept" puts this log aside and begins a new one.`,
  truncated: `The log ends before an entry that was seen. An older copy may have been put back, or its end was cut off.
"keybearer log accept" puts this log aside and begins a new one.`,
  unchecked: 'Nothing is said about whether the log is genuine. Free it or mend what is named above, then check again.',
};

/** Throws: INPUT_INVALID. */
async function readAnchor(file: string | undefined): Promise<LogHeadView | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('INPUT_INVALID', { detail: `${file} can't be read.`, cause });
  });
  const found = LogHeadView.safeParse(jsonOf(text));
  if (found.success) return found.data;
  throw new AppError('INPUT_INVALID', { detail: `${file} is no anchor: make one with "keybearer log anchor F".` });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the log stands, in a file that its owner keeps elsewhere. */
export const anchorLog: Run = async (context) => {
  const path = resolve(context.args[0] ?? '');
  const head = await context.call('log.head', {});
  const parts = async function* () {
    yield `${JSON.stringify(head)}\n`;
  };
  await writeOut(context, path, parts());
  return answer(
    context,
    { path, ...head },
    () => `The log's head, entry #${head.entry.toLocaleString('en')}, is in ${clean(path)}.
Keep it where whoever may change the log can't: keybearer log verify --anchor ${clean(path)}
`,
  );
};

export const acceptLog: Run = async (context: Context) => {
  await needYes(context, 'Put the call log aside and begin a new one? Bots may then trade again.');
  const { keptAs } = await context.call('log.accept', {});
  return answer(context, { keptAs }, () =>
    keptAs === null
      ? 'Nothing was wrong with the log, as far as is known; it goes on.\n'
      : `The old log is kept as ${clean(keptAs)}. A new one has begun.\n`,
  );
};
