import type { StatusView } from '../../../shared/control-api.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { type Colour, clean, paint } from '../print.ts';

export const status: Run = async (context) => {
  const view = await context.call('status', {});
  answer(context, view, () => print(view, context));
  return needs(view).length === 0 ? 0 : 1;
};

/** What a person has to do, most urgent first. */
function needs({ vault, agent, keys }: StatusView): string[] {
  const bad = keys.flatMap(({ label, health }) =>
    health.filter(({ level }) => level === 'bad').map(({ text }) => `${label}: ${text}`),
  );
  if (vault === 'missing') return ['Make the vault: keybearer init', ...bad];
  if (vault === 'sealed')
    return [agent === null ? 'Start the agent: keybearer agent' : 'Open the vault: keybearer unseal', ...bad];
  return bad;
}

const vaultColours: Readonly<Record<StatusView['vault'], Colour>> = {
  open: 'green',
  sealed: 'yellow',
  missing: 'yellow',
};

function print(view: StatusView, context: Context): string {
  const { hasColour } = paperOf(context);
  const { agent, vault, keys, bots, clock, budget } = view;
  const rows: (readonly [string, string])[] = [
    [
      'Agent',
      agent === null
        ? 'not running'
        : `running since ${timeOf(agent.since)}, pid ${agent.pid}, version ${agent.version}`,
    ],
    ...(agent === null ? [] : [['Socket', agent.socket] as const, ['HTTP', agent.http ?? 'off'] as const]),
    ['Vault', paint(vault, vaultColours[vault], hasColour)],
    ['Keys', keys.map(({ label }) => label).join(', ') || 'none yet. Add one: keybearer key add < key.json'],
    [
      'Bots',
      bots.map(({ name, state }) => (state === 'active' ? name : `${name} (${state})`)).join(', ') ||
        'none yet. Add one: keybearer bot add < bot.json',
    ],
    ...clock.map(
      ({ exchange, offsetMs }) =>
        ['Clock', `${exchange} is ${Math.abs(Math.round(offsetMs))} ms ${offsetMs < 0 ? 'behind' : 'ahead'}`] as const,
    ),
    ...budget.map(({ key, left, max }) => ['Budget', `${key}: ${Math.floor(left)} of ${max} left`] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, text]) => `${name.padEnd(width)}  ${name === 'Vault' ? text : clean(text)}\n`);
  const todo = needs(view).map((text) => `\n${clean(text)}\n`);
  return [...lines, ...todo].join('');
}

const timeOf = (iso: string): string => new Date(iso).toLocaleString('sv-SE');
