import { ApprovalFor, type ApprovalView } from '../../../shared/control-views.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { UsageError } from '../options.ts';
import { clean, table } from '../print.ts';

export const listApprovals: Run = async (context) => {
  if (context.options.has('follow')) return follow(context);
  const waiting = await context.call('approval.list', {});
  return answer(context, waiting, () =>
    waiting.length === 0 ? 'Nothing waits for you.\n' : printList(waiting, context),
  );
};

const lookMs = 500;

/** Each question as it comes, one a line, until Ctrl-C. */
async function follow(context: Context): Promise<number> {
  const { io, isJson } = context;
  const stopped = io.stopped().then(() => true);
  const seen = new Set<string>();
  for (;;) {
    const waiting = await context.call('approval.list', {});
    for (const one of waiting.filter(({ id }) => !seen.has(id)))
      io.out(isJson ? `${JSON.stringify(one)}\n` : `${lineOf(one, io.now())}\n`);
    for (const { id } of waiting) seen.add(id);
    const pause = new Promise<false>((resolve) => setTimeout(() => resolve(false), lookMs).unref());
    if (await Promise.race([stopped, pause])) return 0;
  }
}

function printList(waiting: readonly ApprovalView[], context: Context): string {
  const columns = [
    { title: 'id' },
    { title: 'bot' },
    { title: 'key' },
    { title: 'wants to', shrinks: true },
    { title: 'worth', align: 'right' as const },
    { title: 'times', align: 'right' as const },
    { title: 'left', align: 'right' as const },
  ];
  const rows = waiting.map((one) => [
    ...[one.id, one.bot, one.key, wishOf(one), `${one.notional.amount} ${one.notional.currency}`],
    ...[String(one.waiting), `${secondsLeft(one, context.io.now())} s`],
  ]);
  return `${table(columns, rows, paperOf(context))}\nAnswer: keybearer approve ID, or keybearer deny ID\n`;
}

const wishOf = ({ side, type, amount, price, symbol }: ApprovalView): string =>
  [side ?? 'trade', amount ?? '', symbol, price === null ? (type ?? '') : `at ${price}`]
    .filter((part) => part !== '')
    .join(' ');

const lineOf = (one: ApprovalView, nowMs: number): string =>
  clean(
    `${one.id}  ${one.bot} on ${one.key}: ${wishOf(one)}, worth ${one.notional.amount} ${one.notional.currency}, ${secondsLeft(one, nowMs)} s left`,
  );

const secondsLeft = ({ expires }: ApprovalView, nowMs: number): number =>
  Math.max(0, Math.ceil((Date.parse(expires) - nowMs) / 1000));

const howLong: Readonly<Record<ApprovalFor, string>> = {
  once: 'this once',
  '15m': 'for 15 minutes',
  'until-sealed': 'until the vault is sealed',
  always: 'for good',
};

export const approve: Run = async (context) => {
  const how = ApprovalFor.safeParse(context.options.text('for') ?? 'once');
  if (!how.success) throw new UsageError('--for takes once, 15m, until-sealed or always.');
  const done = await context.call('approval.approve', { id: context.args[0], for: how.data });
  return answer(
    context,
    done,
    () => `Allowed ${clean(`${done.bot} on ${done.key}, ${done.symbol}`)} ${howLong[how.data]}.\n`,
  );
};

export const deny: Run = async (context) => {
  const done = await context.call('approval.deny', { id: context.args[0] });
  return answer(context, done, () => `Refused ${clean(`${done.bot} on ${done.key}, ${done.symbol}`)}.\n`);
};
