import { AppError } from '../../../shared/errors.ts';
import type { CallRecord } from '../../../shared/model.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { LiveLog } from '../log/live.ts';
import { filterOf } from '../log/query.ts';
import { callTable, layoutOf } from '../log/table.ts';

const mostCalls = 1000;

export const log: Run = async (context) => {
  const { options, io } = context;
  const limit = options.whole('limit', 1, mostCalls);
  const query = { ...filterOf(options, io.now()), ...(limit === undefined ? {} : { limit }) };
  if (options.has('follow')) return followLog(context, query);
  const calls = await context.call('log.query', query);
  return answer(context, calls, () =>
    calls.length === 0 ? noCalls(query) : callTable(calls.toReversed(), paperOf(context), io.now()),
  );
};

const noCalls = ({ limit: _, ...filters }: Record<string, unknown>): string =>
  Object.keys(filters).length === 0 ? 'No calls yet.\n' : 'No calls fit these filters.\n';

interface Show {
  ended(call: CallRecord): void;
  underWay(call: CallRecord): void;
}

/** The newest calls first to last, then each as it comes and as it ends. */
async function followLog(context: Context, query: Record<string, unknown>): Promise<number> {
  const { io, isJson } = context;
  const stopped = io.stopped();
  const port = await context.port();
  // Followed before the look back, so that no call falls between; those that come meanwhile wait.
  const waiting: CallRecord[] = [];
  let hear = (call: CallRecord): void => void waiting.push(call);
  const { ended } = await port.follow(query, (call) => hear(call));
  const before = (await port.call('log.query', query)).toReversed();
  const over = new AbortController();
  const show = isJson ? jsonLines(context) : liveLog(context, before, over.signal);
  const take = once(show, query['status'] === 'pending');
  for (const call of [...before, ...waiting]) take(call);
  hear = take;
  const isStopped = await Promise.race([stopped.then(() => true), ended.then(() => false)]);
  over.abort();
  if (!isStopped) throw new AppError('AGENT_MISSING', { detail: 'The agent ended.' });
  return 0;
}

const jsonLines = ({ io }: Context): Show => ({
  ended: (call) => io.out(`${JSON.stringify(call)}\n`),
  underWay: () => {},
});

const tickMs = 1000;

function liveLog(context: Context, before: readonly CallRecord[], over: AbortSignal): LiveLog {
  const { io } = context;
  const paper = paperOf(context);
  const layout = layoutOf(before, paper, io.now(), true);
  io.out(layout.head);
  const live = new LiveLog(io, paper, layout, io.isOutTerminal && io.canRedraw);
  const tick = async (): Promise<void> => {
    for (;;) {
      await io.clock.sleep(tickMs, over);
      if (over.aborted) return live.end();
      live.tick();
    }
  };
  void tick();
  return live;
}

const mostRemembered = 10_000;

/** A call comes whenever it changes; each state of it is shown once. Takes: areWanted = is it those under way that are asked for? */
function once(show: Show, areWanted: boolean): (call: CallRecord) => void {
  const seen = new Map<string, string>();
  return (call) => {
    if (call.status === 'pending' && !areWanted) {
      if (!seen.has(call.id)) show.underWay(call);
      return;
    }
    if (seen.get(call.id) === call.status) return;
    seen.set(call.id, call.status);
    if (seen.size > mostRemembered) seen.delete(seen.keys().next().value ?? '');
    show.ended(call);
  };
}
