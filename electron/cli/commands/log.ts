import { AppError } from '../../../shared/errors.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { queryOf } from '../log/query.ts';
import { callLine, callTable } from '../log/table.ts';

export const log: Run = async (context) => {
  const query = queryOf(context.options, context.io.now());
  if (context.options.has('follow')) return followLog(context, query);
  const calls = await context.call('log.query', query);
  return answer(context, calls, () =>
    calls.length === 0 ? 'No calls.\n' : callTable(calls.toReversed(), paperOf(context)),
  );
};

/** The newest calls first to last, then each as it ends, one a line. */
async function followLog(context: Context, query: Record<string, unknown>): Promise<number> {
  const { io, isJson } = context;
  const stopped = io.stopped();
  const port = await context.port();
  const paper = paperOf(context);
  const seen = new Map<string, string>();
  const print = (call: CallRecord): void => {
    // A call under way comes again when it ends, unless it is those that are asked for.
    if ((call.status === 'pending' && query['status'] !== 'pending') || seen.get(call.id) === call.status) return;
    seen.set(call.id, call.status);
    if (seen.size > 10_000) seen.delete(seen.keys().next().value ?? '');
    io.out(isJson ? `${JSON.stringify(call)}\n` : callLine(call, paper));
  };
  // Followed before the look back, so that no call falls between; those that come meanwhile wait.
  let waiting: CallRecord[] | undefined = [];
  const { ended } = await port.follow(query, (call) => (waiting === undefined ? print(call) : void waiting.push(call)));
  for (const call of (await port.call('log.query', query)).toReversed()) print(call);
  const late = waiting;
  waiting = undefined;
  for (const call of late) print(call);
  const isStopped = await Promise.race([stopped.then(() => true), ended.then(() => false)]);
  if (!isStopped) throw new AppError('AGENT_MISSING', { detail: 'The agent ended.' });
  return 0;
}
