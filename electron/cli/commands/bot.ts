import type { ControlResult } from '../../../shared/control-api.ts';
import type { BotListItem } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import type { GrantInput } from '../../../shared/model.ts';
import { answer, paperOf } from '../answer.ts';
import { askBot } from '../ask-bot.ts';
import { readOrAsk } from '../ask-fields.ts';
import type { Context, Run } from '../command.ts';
import { readGrants } from '../input.ts';
import { limitWords } from '../limit-words.ts';
import { UsageError } from '../options.ts';
import { type Colour, clean, facts, table } from '../print.ts';
import { needYes } from '../question.ts';
import { showSetup } from './bot-setup.ts';

export const addBot: Run = async (context) => {
  const { io, options } = context;
  const input = await readOrAsk(context, 'bot.json', async (fields) =>
    askBot(fields, await context.call('key.list', {})),
  );
  if (Object.hasOwn(input, 'confirmDangerous'))
    throw new AppError('INPUT_INVALID', { detail: 'There is no field "confirmDangerous".' });
  const added = await addConfirmed(context, options.has('yes') ? { ...input, confirmDangerous: true } : input);
  answer(context, added, () => `Added ${added.name} (${added.id}). Its token, shown this once:\n\n  ${added.token}\n`);
  const { grants, doors } = await context.call('bot.show', { bot: added.id });
  for (const { key, may } of grants) {
    const danger = may.filter(isDangerous);
    if (danger.length > 0)
      io.err(`warning: on ${clean(key)} this bot may ${danger.join(', ')}. Take away what it doesn't need.\n`);
  }
  if (!context.isJson) io.out(`\n${nextFor(added.name, doors, grants)}`);
  return 0;
};

/** A bot that comes in over TCP is likely one that can't be changed; any other is given its token and the agent's socket. */
function nextFor(name: string, doors: BotListItem['doors'], [grant]: BotListItem['grants']): string {
  if (doors.includes('http') && grant !== undefined)
    return `Next: keybearer bot show ${clean(name)} --dummy ${clean(grant.key)}\n`;
  return `Next: start the bot with KEYBEARER_TOKEN set to it, then keybearer log --bot ${clean(name)} --follow\n`;
}

async function addConfirmed(context: Context, input: Record<string, unknown>): Promise<ControlResult<'bot.add'>> {
  try {
    return await context.call('bot.add', input);
  } catch (fault) {
    if (!(fault instanceof AppError && fault.code === 'CONFIRMATION_NEEDED')) throw fault;
    await needYes(context, fault.message);
    return context.call('bot.add', { ...input, confirmDangerous: true });
  }
}

const isDangerous = (permission: string): boolean =>
  permission.startsWith('funds.') || permission === 'code' || permission === 'raw';

export const listBots: Run = async (context) => {
  const bots = await context.call('bot.list', {});
  return answer(context, bots, () =>
    bots.length === 0 ? 'No bots yet. Add one: keybearer bot add\n' : printBots(bots, context),
  );
};

const stateColours: Readonly<Record<BotListItem['state'], Colour>> = {
  active: 'green',
  paused: 'yellow',
  expired: 'red',
};

function printBots(bots: readonly BotListItem[], context: Context): string {
  const columns = [
    { title: 'bot' },
    { title: 'state' },
    { title: 'doors' },
    { title: 'expires' },
    { title: 'grants', shrinks: true },
  ];
  const rows = bots.map(({ name, state, doors, expires, grants }) => [
    name,
    { text: state, colour: stateColours[state] },
    doors.join(', '),
    expires ?? 'never',
    grants.map(({ key, symbols }) => `${key} (${symbols === 'any' ? 'any symbol' : symbols.join(' ')})`).join(', '),
  ]);
  return table(columns, rows, paperOf(context));
}

export const showBot: Run = async (context) => {
  if (context.options.has('dummy')) return showSetup(context);
  if (context.options.has('for')) throw new UsageError('--for goes with --dummy KEY.', ['bot', 'show']);
  const bot = await context.call('bot.show', { bot: context.args[0] });
  return answer(context, bot, () =>
    facts(
      [
        ['Bot', `${bot.name} (${bot.id})`],
        ['State', bot.state],
        ['Doors', bot.doors.join(', ')],
        ['Added', bot.added],
        ['Expires', bot.expires ?? 'never'],
        ...bot.grants.flatMap(grantFacts),
      ],
      paperOf(context),
    ),
  );
};

function grantFacts({
  key,
  may,
  symbols,
  orders,
  limits,
}: BotListItem['grants'][number]): (readonly [string, string])[] {
  return [
    ['Grant on', key],
    ['  may', may.join(', ') || 'nothing'],
    ['  symbols', symbols === 'any' ? 'any' : symbols.join(', ') || 'none'],
    ['  orders', orders],
    ['  limits', limitWords(limits)],
  ];
}

export const pauseBot: Run = async (context) =>
  said(context, await context.call('bot.pause', { bot: context.args[0] }), 'Paused');
export const resumeBot: Run = async (context) =>
  said(context, await context.call('bot.resume', { bot: context.args[0] }), 'Resumed');

export const approveBot: Run = async (context) => {
  const [code] = context.args;
  const grants = await readGrants(context.io);
  const wish = await context.call('pair.show', { code });
  if (grants === undefined) {
    context.io.err(`${clean(wish.name)} asks to be let in. It wants:\n${wish.wants.map(wantLine).join('')}`);
    await needYes(context, `Let ${wish.name} in with these grants?`);
  }
  const added = await context.call('pair.approve', { code, ...(grants === undefined ? {} : { grants }) });
  return answer(context, added, () => `${clean(added.name)} (${added.id}) is in. It was told its token.\n`);
};

const wantLine = ({ key, may, preset, symbols, orders, limits }: GrantInput): string =>
  clean(
    `  on ${key}: ${preset ?? may?.join(', ') ?? ''}, ${symbols === 'any' ? 'any symbol' : symbols.join(' ')}, ${orders} orders, limits: ${limitWords(limits)}`,
  ).concat('\n');

export const rotateToken: Run = async (context) => {
  const rotated = await context.call('bot.rotate-token', { bot: context.args[0] });
  return answer(
    context,
    rotated,
    () =>
      `The old token of ${clean(rotated.name)} no longer works. The new one, shown this once:\n\n  ${rotated.token}\n`,
  );
};

export const revokeBot: Run = async (context) => {
  const [bot] = context.args;
  // Taking authority away must work without anybody there; a question is only for who sits in front of it.
  if (context.io.isInTerminal && context.io.isErrTerminal)
    await needYes(context, `Revoke the bot ${bot}? Its token stops working for good.`);
  return said(context, await context.call('bot.revoke', { bot }), 'Revoked');
};

const said = (context: Context, { id, name }: ControlResult<'bot.pause'>, what: string): number =>
  answer(context, { id, name }, () => `${what} ${clean(name)} (${id}).\n`);
