import { asAppError } from '../../../shared/errors.ts';
import type { LogCheckView, LogHeadView } from '../../../shared/log-views.ts';
import { isoTime } from '../../base/clock.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { sayFault } from '../fault.ts';
import { anchorText, readAnchorFile } from '../log/anchor-file.ts';
import { writeFile } from '../log/out-file.ts';
import { grouped, verdictText, verifyExit } from '../log/verdict.ts';
import { UsageError } from '../options.ts';
import { clean } from '../print.ts';
import { withProgress } from '../progress.ts';
import { needYes } from '../question.ts';

/** What keeps a check from being made must not look like a log that was altered, which is exit code 1. */
export const verifyLog: Run = async (context) => {
  try {
    const check = await runCheck(context);
    const { result, entries, epoch, at, why } = check;
    answer(context, { result, entries, epoch, at, why }, () => verdictText(check, paperOf(context)));
    return verifyExit[result];
  } catch (fault) {
    if (fault instanceof UsageError) throw fault;
    sayFault(fault, context.io);
    const why = asAppError(fault).message;
    if (context.isJson) answer(context, { result: 'unchecked', entries: 0, epoch: 0, at: null, why }, () => '');
    return verifyExit.unchecked;
  }
};

async function runCheck({ io, options, unlocker, port: connect }: Context): Promise<LogCheckView> {
  const file = options.text('anchor');
  const anchor = file === undefined ? {} : { anchor: await readAnchorFile(file) };
  // Taken where it was given, never asked for: without it the hashes are checked.
  const unlock = await unlocker.ofFiles();
  const port = await connect();
  let step = await port.call('log.verify', anchor, unlock);
  if (step.check !== null) return step.check;
  return withProgress(
    io,
    async () => {
      while (step.check === null) step = await port.call('log.verify', { ticket: step.ticket ?? '' });
      return step.check;
    },
    () => `Checking the log: ${grouped(step.seen)} of ${grouped(step.all)} entries`,
  );
}

export const anchorLog: Run = async (context) => {
  const head = await context.call('log.head', {});
  const time = isoTime(context.io.now());
  const path = await writeFile(context, context.args[0] ?? '', anchorText(head, time));
  return answer(context, { path, ...head, time }, () => anchoredText(head, path));
};

const anchoredText = ({ entry }: LogHeadView, path: string): string =>
  `Noted where the log stands, at #${grouped(entry)}, in ${clean(path)}.
Keep it away from this machine. To compare later: keybearer log verify --anchor FILE
`;

export const acceptLog: Run = async (context) => {
  await needYes(context, 'Put the log that failed its check aside, and let bots trade again?');
  const accepted = await context.call('log.accept', {});
  const { keptAs } = accepted;
  return answer(context, accepted, () =>
    keptAs === null
      ? 'No check of this log has failed: it goes on as it was.\n'
      : `The old log is kept: ${clean(keptAs)}\nA new one has begun, and bots may trade again.\n`,
  );
};
