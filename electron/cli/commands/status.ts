import type { StatusView } from '../../../shared/control-views.ts';
import { AppError } from '../../../shared/errors.ts';
import { exchangeName } from '../../../shared/guidance/exchange-name.ts';
import { answer, paperOf } from '../answer.ts';
import type { Context, Run } from '../command.ts';
import { type Colour, clean, paint, paragraph } from '../print.ts';

export const status: Run = async (context) => {
  const view = await context.call('status', {});
  if (context.options.has('socket')) return socketOf(view, context);
  answer(context, view, () => print(view, context));
  return needs(view).length === 0 && view.warnings.length === 0 ? 0 : 1;
};

/** For a script: curl --unix-socket "$(keybearer status --socket)". Throws: AGENT_MISSING. */
function socketOf({ agent }: StatusView, context: Context): number {
  if (agent === null) throw new AppError('AGENT_MISSING');
  return answer(context, agent.socket, () => `${agent.socket}\n`);
}

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
  const paper = paperOf(context);
  const { hasColour } = paper;
  const { agent, vault, warnings, keys, bots, clock, budget } = view;
  const rows: (readonly [string, string])[] = [
    [
      'Agent',
      agent === null
        ? 'not running'
        : `running since ${timeOf(agent.since)}, pid ${agent.pid}, version ${agent.version}`,
    ],
    ...(agent === null ? [] : [['Socket', agent.socket] as const, ['HTTP', agent.http ?? 'off'] as const]),
    ['Vault', paint(vault, vaultColours[vault], hasColour)],
    ['Keys', keys.map(({ label }) => label).join(', ') || 'none yet. Add one: keybearer key add'],
    [
      'Bots',
      bots.map(({ name, state }) => (state === 'active' ? name : `${name} (${state})`)).join(', ') ||
        'none yet. Add one: keybearer bot add',
    ],
    ...clock.map((reading) => ['Clock', clockLine(reading)] as const),
    ...budget.map(({ key, left, max }) => ['Budget', `${key}: ${Math.floor(left)} of ${max} left`] as const),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = ' '.repeat(width + 2);
  const warned = warnings.map((text) => `${paint(paragraph(text, paper, indent), 'yellow', hasColour)}\n`).join('');
  const lines = rows.map(([name, text]) =>
    name === 'Vault' ? `${name.padEnd(width)}  ${text}\n${warned}` : `${name.padEnd(width)}  ${clean(text)}\n`,
  );
  const todo = needs(view).map((text) => `\n${clean(text)}\n`);
  return [...lines, ...todo].join('');
}

const shownOffsetMs = 2_000;
const warnedOffsetMs = 10_000;

/** Codes are made for the exchange's clock, so that a clock that is off does no harm by itself; other programs suffer. */
function clockLine({ exchange, offsetMs }: StatusView['clock'][number]): string {
  const name = exchangeName(exchange);
  const distance = Math.abs(Math.round(offsetMs));
  if (distance <= shownOffsetMs) return `${name} and this computer agree`;
  const line = `this computer is ${(distance / 1000).toFixed(1)} s ${offsetMs > 0 ? 'behind' : 'ahead of'} ${name}`;
  return distance > warnedOffsetMs ? `${line}. Set its clock by the network` : `${line}, which is allowed for`;
}

const timeOf = (iso: string): string => new Date(iso).toLocaleString('sv-SE');
