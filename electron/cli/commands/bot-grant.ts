import type { BotListItem } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { readGrants } from '../input.ts';
import { limitWords } from '../limit-words.ts';
import { UsageError } from '../options.ts';
import { clean } from '../print.ts';
import { needYes } from '../question.ts';

type Granted = BotListItem['grants'][number];

export const grantBot: Run = async (context) => {
  const { io, args, options } = context;
  const [bot] = args;
  const grants = await readGrants(io);
  if (grants === undefined) throw new UsageError('The grants come from standard input: < grant.json', ['bot', 'grant']);
  const before = await context.call('bot.show', { bot });
  const wish = { bot, grants, ...(options.has('yes') ? { confirmDangerous: true } : {}) };
  const { after, confirmed } = await tried(context, wish);
  const changes = after.grants.flatMap((grant) => changesOf(grantOn(before, grant.key), grant));
  if (changes.length === 0)
    return answer(context, before, () => `Nothing changes: ${clean(before.name)} has this grant.\n`);
  io.err(`${clean(before.name)} (${before.id}):\n${changes.map((line) => `${clean(line)}\n`).join('')}`);
  await needYes(context, 'Change it?');
  const changed = await context.call('bot.grant', confirmed);
  return answer(context, changed, () => `Changed ${clean(changed.name)} (${changed.id}). It holds from now on.\n`);
};

/** What would be; a dangerous permission for a bot on TCP is asked about by itself. */
async function tried(context: Context, wish: Record<string, unknown>) {
  try {
    return { after: await context.call('bot.grant', { ...wish, isTrial: true }), confirmed: wish };
  } catch (fault) {
    if (!(fault instanceof AppError && fault.code === 'CONFIRMATION_NEEDED')) throw fault;
    await needYes(context, fault.message);
    const confirmed = { ...wish, confirmDangerous: true };
    return { after: await context.call('bot.grant', { ...confirmed, isTrial: true }), confirmed };
  }
}

const grantOn = ({ grants }: BotListItem, key: string): Granted | undefined => grants.find((one) => one.key === key);

/** A line for what goes, and one for what comes, as programs that compare files write them. */
function changesOf(before: Granted | undefined, after: Granted): string[] {
  const [old, now] = [before === undefined ? [] : wordsOf(before), wordsOf(after)];
  const lines = now.flatMap((line, at) =>
    line === old[at] ? [] : [...(old[at] === undefined ? [] : [`- ${old[at]}`]), `+ ${line}`],
  );
  return lines.length === 0 ? [] : [`on ${after.key}:`, ...lines.map((line) => `  ${line}`)];
}

const wordsOf = ({ may, symbols, orders, limits }: Granted): string[] => [
  `may ${may.join(', ') || 'nothing'}`,
  `symbols ${symbols === 'any' ? 'any' : symbols.join(', ') || 'none'}`,
  `orders ${orders}`,
  `limits ${limitWords(limits)}`,
];
