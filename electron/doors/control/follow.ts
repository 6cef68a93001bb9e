import type { LogQuery } from '../../../shared/control-views.ts';
import type { CallRecord } from '../../../shared/model.ts';
import type { Agent } from '../../agent/ports.ts';

/** Gives each call that fits the query to `push`, whenever it changes. Gives: how to stop. */
export function follow(agent: Agent, query: LogQuery, push: (call: CallRecord) => void): () => void {
  const bot = nameOfBot(agent, query.bot);
  const key = labelOfKey(agent, query.key);
  const fits = (call: CallRecord): boolean =>
    (bot === undefined || call.bot === bot) && (key === undefined || call.key === key) && isMatch(call, query);
  return agent.subscribe((event) => {
    if (event.kind === 'call' && fits(event.call)) push(event.call);
  });
}

function isMatch(call: CallRecord, query: LogQuery): boolean {
  const same = (asked: string | undefined, found: string | null) => asked === undefined || asked === found;
  return (
    same(query.exchange, call.exchange) &&
    same(query.method, call.method) &&
    same(query.symbol, call.symbol) &&
    same(query.status, call.status) &&
    same(query.error, call.code) &&
    (query.slowerThanMs === undefined || (call.timings.total ?? 0) > query.slowerThanMs) &&
    (query.since === undefined || call.time >= query.since) &&
    (query.text === undefined || hasText(call, query.text.toLowerCase()))
  );
}

/** As the log finds it: every word of the text stands somewhere, or begins something. */
function hasText(call: CallRecord, text: string): boolean {
  const said = Object.values(call).filter((value) => typeof value === 'string');
  const all = [...said, ...call.requests.flatMap(({ endpoint, code }) => [endpoint, code ?? ''])]
    .join(' ')
    .toLowerCase();
  return text.split(/\s+/).every((word) => all.includes(word));
}

/** Records carry names; people may ask by id. */
const nameOfBot = (agent: Agent, ref: string | undefined): string | undefined =>
  ref === undefined ? undefined : (agent.status(undefined).bots.find((bot) => bot.id === ref)?.name ?? ref);

const labelOfKey = (agent: Agent, ref: string | undefined): string | undefined =>
  ref === undefined ? undefined : (agent.status(undefined).keys.find((key) => key.id === ref)?.label ?? ref);
