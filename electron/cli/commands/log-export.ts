import type { ControlResult } from '../../../shared/control-api.ts';
import type { LogExportQuery } from '../../../shared/log-views.ts';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import type { ControlPort } from '../control-port.ts';
import { beginFile } from '../log/out-file.ts';
import { filterOf } from '../log/query.ts';
import { type UntilStopped, untilStopped } from '../log/until-stopped.ts';
import { UsageError } from '../options.ts';
import { clean } from '../print.ts';
import { withProgress } from '../progress.ts';

type ExportFormat = LogExportQuery['format'];
const formats: Readonly<Record<ExportFormat, true>> = { har: true, csv: true, jsonl: true };
const isFormat = (name: string): name is ExportFormat => Object.hasOwn(formats, name);

const stopped = 1;

export const exportLog: Run = async (context) => {
  const { io, options } = context;
  const format = options.text('format');
  if (format === undefined || !isFormat(format)) throw new UsageError('--format takes one of har, csv, jsonl.');
  const query = filterOf(options, io.now());
  const asked = { format, query, amounts: options.has('amounts') };
  const out = options.text('out');
  return out === undefined ? toOutput(context, asked) : toFile(context, asked, out);
};

/** The export itself, also with --json. Each piece leaves before the next is asked for, however slow its reader is. */
async function toOutput({ io, port }: Context, asked: object): Promise<number> {
  const until = untilStopped(io.stopped());
  for await (const text of piecesOf(await port(), asked, until)) {
    if (text === undefined) return stopped;
    io.out(text);
    if ((await until(io.saidAll().then(() => true))) === undefined) return stopped;
  }
  return 0;
}

async function toFile(context: Context, asked: { readonly amounts: boolean }, out: string): Promise<number> {
  const { io } = context;
  const port = await context.port();
  const file = await beginFile(context, out);
  try {
    let bytes = 0;
    const until = untilStopped(io.stopped());
    const isWhole = await withProgress(
      io,
      async () => {
        for await (const text of piecesOf(port, asked, until)) {
          if (text === undefined) return false;
          await file.write(text);
          bytes += Buffer.byteLength(text);
        }
        await file.finish();
        return true;
      },
      () => `Exporting: ${sizeOf(bytes)}`,
    );
    if (!isWhole) {
      io.err(`Stopped. ${clean(file.path)} was not written.\n`);
      return stopped;
    }
    const masked = asked.amounts ? '' : 'Amounts and prices are masked; --amounts shows them.\n';
    return answer(
      context,
      { path: file.path, bytes },
      () => `Exported ${sizeOf(bytes)} to ${clean(file.path)}\n${masked}`,
    );
  } finally {
    await file.drop();
  }
}

/** The pieces of the export; undefined, and then no more, once the user has had enough. */
async function* piecesOf(port: ControlPort, asked: object, until: UntilStopped): AsyncGenerator<string | undefined> {
  let from: Step['next'] = null;
  do {
    const next: Promise<Step> = port.call('log.export', from === null ? asked : { ...asked, from });
    const step: Step | undefined = await until(next);
    if (step === undefined) return yield undefined;
    if (step.text !== '') yield step.text;
    from = step.next;
  } while (from !== null);
}

type Step = ControlResult<'log.export'>;

const kb = 1000;
const mb = kb * kb;
const sizeOf = (bytes: number): string => {
  if (bytes < kb) return `${bytes} bytes`;
  return bytes < mb ? `${(bytes / kb).toFixed(1)} kB` : `${(bytes / mb).toFixed(1)} MB`;
};
