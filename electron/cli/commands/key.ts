import type { ControlResult } from '../../../shared/control-api.ts';
import type { KeyDetail, KeyListItem } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { answer, paperOf } from '../answer.ts';
import { readOrAsk } from '../ask-fields.ts';
import { askKey } from '../ask-key.ts';
import type { Context, Run } from '../command.ts';
import { type Cell, type Colour, clean, facts, table } from '../print.ts';
import { needTyped, needYes } from '../question.ts';

export const addKey: Run = async (context) => {
  const { io, options } = context;
  const input = await readOrAsk(context, 'key.json', askKey);
  // The answer to a question is given on the command line or the terminal, never by whoever wrote the file.
  refuseField(input, 'confirmEndpoint');
  const { warnings, ...added } = await addConfirmed(
    context,
    options.has('yes') ? { ...input, confirmEndpoint: true } : input,
  );
  answer(context, added, () => `Added ${added.label} (${added.id}).\nNext: keybearer key test ${added.label}\n`);
  for (const warning of [...warnings, ...warningsOf(await context.call('key.show', { key: added.id }))])
    io.err(`warning: ${clean(warning)}\n`);
  return 0;
};

async function addConfirmed(context: Context, input: Record<string, unknown>): Promise<ControlResult<'key.add'>> {
  try {
    return await context.call('key.add', input);
  } catch (fault) {
    if (!(fault instanceof AppError && fault.code === 'CONFIRMATION_NEEDED')) throw fault;
    await needTyped(context, fault.message, hostOf(input['endpoint']));
    return context.call('key.add', { ...input, confirmEndpoint: true });
  }
}

function refuseField(input: Record<string, unknown>, name: string): void {
  if (Object.hasOwn(input, name)) throw new AppError('INPUT_INVALID', { detail: `There is no field "${name}".` });
}

const hostOf = (endpoint: unknown): string =>
  typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint).host : 'yes';

/** What the user should know of a key that was just added. */
function warningsOf({ verdict, health, twoFactor }: KeyDetail): string[] {
  const mustBeOff = verdict.id === 'keep-off' || verdict.id === 'split-key';
  return [
    ...(mustBeOff || (verdict.id === 'ask-first' && twoFactor !== 'none')
      ? [`${verdict.reason} (${verdict.source})`]
      : []),
    ...health.filter(({ level }) => level !== 'good').map(({ text }) => text),
  ];
}

export const listKeys: Run = async (context) => {
  const keys = await context.call('key.list', {});
  return answer(context, keys, () =>
    keys.length === 0 ? 'No keys yet. Add one: keybearer key add\n' : printKeys(keys, context),
  );
};

const verdictColours: Readonly<Partial<Record<KeyListItem['verdict']['id'], Colour>>> = {
  'turn-on': 'green',
  'may-be-on': 'green',
  'keep-off': 'red',
  'split-key': 'yellow',
  'ask-first': 'yellow',
};

function printKeys(keys: readonly KeyListItem[], context: Context): string {
  const columns = [
    { title: 'key' },
    { title: 'title', shrinks: true },
    { title: 'exchange' },
    { title: '2fa' },
    { title: 'verdict' },
    { title: 'used by', shrinks: true },
    { title: 'bots', shrinks: true },
  ];
  const rows = keys.map(({ label, title, exchange, twoFactor, verdict, usedBy, bots }) => [
    label,
    title,
    exchange,
    twoFactor,
    coloured(verdict.id, verdictColours[verdict.id]),
    usedBy.join(', '),
    bots.join(', '),
  ]);
  return table(columns, rows, paperOf(context));
}

const coloured = (text: string, colour: Colour | undefined): Cell =>
  colour === undefined ? { text } : { text, colour };

export const showKey: Run = async (context) => {
  const key = await context.call('key.show', { key: context.args[0] });
  return answer(context, key, () =>
    facts(
      [
        ['Key', `${key.label} (${key.id})`],
        ...(key.title === '' ? [] : [['Title', key.title] as const]),
        ['Exchange', key.exchange],
        ['Second factor', key.twoFactor],
        ['Used by', key.usedBy.join(', ') || 'nothing said'],
        ['Tier', key.tier],
        ['Endpoint', key.endpoint ?? "the exchange's own"],
        ['Added', key.added],
        ['Tested', key.tested ?? 'never'],
        ['Bots', key.bots.join(', ') || 'none'],
        ['Verdict', `${key.verdict.id}: ${key.verdict.reason}`],
        ['Source', key.verdict.source],
        ...key.health.map(({ level, text }) => [`Health (${level})`, text] as const),
      ],
      paperOf(context),
    ),
  );
};

export const removeKey: Run = async (context) => {
  const [key] = context.args;
  await needYes(context, `Remove the key ${key} with its secrets from the vault?`);
  const removed = await context.call('key.remove', { key });
  return answer(context, removed, () => `Removed ${removed.label} (${removed.id}).\n`);
};

export const showCode: Run = async (context) => {
  const shown = await context.call('code.show', { key: context.args[0] });
  const secondsLeft = Math.max(0, Math.ceil((Date.parse(shown.expiresAt) - context.io.now()) / 1000));
  return answer(context, shown, () => `${shown.code}  ${secondsLeft} s left\n`);
};
