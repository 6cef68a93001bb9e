import { resolve } from 'node:path';
import type { ControlResult } from '../../../shared/control-api.ts';
import type { LogExportQuery } from '../../../shared/log-views.ts';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { writeOut } from '../log/out-file.ts';
import { filtersOf } from '../log/query.ts';
import { UsageError } from '../options.ts';
import { clean } from '../print.ts';

type Format = LogExportQuery['format'];
const isFormat = (text: string | undefined): text is Format => text === 'har' || text === 'csv' || text === 'jsonl';

/** Without --out the export itself goes to standard output. */
export const exportLog: Run = async (context) => {
  const { io, options, isJson } = context;
  const format = options.text('format');
  if (!isFormat(format)) throw new UsageError('--format takes one of har, csv, jsonl.', ['log', 'export']);
  const query = filtersOf(options, io.now());
  const ask = { format, query, amounts: options.has('amounts') };
  const out = options.text('out');
  if (out === undefined) {
    for await (const { text } of stepsOf(context, ask)) {
      io.out(text);
      // A reader that is slow, or gone, is waited for: memory stays small.
      await io.saidAll();
    }
    return 0;
  }
  const path = resolve(out);
  let calls = 0;
  const parts = async function* () {
    for await (const { text, next } of stepsOf(context, ask)) {
      yield text;
      calls = next?.count ?? calls;
      if (io.isErrTerminal && next !== null && io.canRedraw) io.err(`\r${calls} requests written …`);
    }
  };
  const bytes = await writeOut(context, path, parts());
  if (io.isErrTerminal && calls > 0 && io.canRedraw) io.err('\r\u001b[K');
  return answer({ io, isJson }, { path, bytes }, () => `Exported to ${clean(path)} (${bytes} bytes).\n`);
};

async function* stepsOf(context: Context, ask: object): AsyncGenerator<ControlResult<'log.export'>> {
  const port = await context.port();
  let from: ControlResult<'log.export'>['next'] | undefined;
  do {
    const step: ControlResult<'log.export'> = await port.call('log.export', from ? { ...ask, from } : ask);
    yield step;
    from = step.next;
  } while (from !== null);
}
