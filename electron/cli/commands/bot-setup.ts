/** `bot show --dummy KEY`: how a bot that can't be changed is set up, as facts or as a ready-made configuration. */
import { type BotSetup, holdsMark, tokenMark } from '../../../shared/connect/bot-setup.ts';
import { type Program, programOf, programs, type Way } from '../../../shared/connect/programs.ts';
import { AppError } from '../../../shared/errors.ts';
import { answer } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { UsageError } from '../options.ts';
import { clean, facts } from '../print.ts';

export const showSetup: Run = async (context) => {
  const [bot] = context.args;
  const wanted = context.options.text('for');
  const chosen = wanted === undefined ? undefined : choiceOf(wanted);
  const key = context.options.text('dummy');
  const setup = await context.call('bot.setup', { key, ...(bot === undefined ? {} : { bot }) });
  if (setup.refused !== null) throw refusalOf(setup, setup.refused);
  if (chosen !== undefined && chosen.program.text === undefined) throw unable(chosen.program);
  if (setup.http === null) throw closedOf(await context.port());
  for (const warning of setup.warnings) context.io.err(`warning: ${clean(warning)}\n`);
  return chosen === undefined ? answer(context, setup, () => printed(setup)) : give(context, setup, chosen);
};

interface Choice {
  readonly program: Program;
  readonly way: Way;
}

function choiceOf(wanted: string): Choice {
  const [, id = '', byUrls] = /^(.*?)(-urls)?$/.exec(wanted) ?? [];
  const program = programOf(id);
  if (program !== undefined) return { program, way: byUrls === undefined ? 'proxyUrl' : 'urls' };
  throw new UsageError(`--for takes ${listed(programs.map((one) => one.id))}.`, ['bot', 'show']);
}

const ready = programs.flatMap(({ id, text }) => (text === undefined ? [] : [id]));
const listed = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

function give(context: Context, setup: BotSetup, { program, way }: Choice): number {
  const text = program.text?.(setup, way) ?? '';
  // What is told stands beside what is piped into a file.
  for (const note of program.notes) context.io.err(`${note}\n`);
  return answer(context, { program: program.id, way, text, notes: program.notes }, () => text);
}

const refusalOf = ({ exchange }: BotSetup, { id, text, instead }: NonNullable<BotSetup['refused']>): AppError =>
  new AppError('RESIGN_REFUSED', { detail: `${exchange}: ${text} ${instead} (${id})` });

const unable = ({ notes }: Program): AppError => new AppError('INPUT_INVALID', { detail: notes.join(' ') });

const closedOf = ({ isLocal }: { readonly isLocal: boolean }): AppError =>
  new AppError('AGENT_MISSING', {
    detail: isLocal
      ? 'No agent is running. Start one that bots reach over TCP: keybearer agent --http 8700.'
      : 'The agent takes no bots over TCP. Stop it and start it with a port: keybearer agent --http 8700; the desktop app takes --http 8700, too.',
  });

function printed(setup: BotSetup): string {
  const { key, exchange, proxyUrl, addresses, credentials } = setup;
  return `${facts([['Key', `${key} (${exchange})`]])}
In place of the exchange's address:
${indented(facts(addresses.map((address) => [address.exchange, address.agent])))}
Or before the exchange's whole address, which covers all of them (ccxt: proxyUrl):
  ${proxyUrl}

Credentials, by ccxt's names; all but the token are dummies:
${indented(facts(credentials.map((credential) => [credential.name, shown(credential)])))}
The token was shown once, when the bot was made; "keybearer bot rotate-token BOT" gives a new one. The dummies sign nothing:
the agent signs each request anew. WebSockets of ccxt.pro don't go through the agent.
Ready-made: --for ${listed(ready)}.
`;
}

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function shown(credential: BotSetup['credentials'][number]): string {
  if (holdsMark(credential)) {
    const before = credential.value.replace(tokenMark, '');
    return before === '' ? "the bot's token" : `${before} and then, without a space, the bot's token`;
  }
  // A key in PEM has several lines; `\n` stands for their ends.
  return credential.value.includes('\n') ? JSON.stringify(credential.value) : credential.value;
}
