/** What the owner should know though nobody looks at the window. No secret is among it. */
import type { CallRecord } from '../../shared/model.ts';

export type NewsKind =
  | 'approval-waiting'
  | 'bot-paused'
  | 'key-expiring'
  | 'key-refused'
  | 'leak-alarm'
  | 'outcome-unknown'
  | 'vault-sealed'
  | 'vault-warning';

export interface News {
  readonly event: NewsKind;
  /** One sentence. */
  readonly text: string;
  /** What to do about it in a terminal; a window has buttons for it. */
  readonly hint?: string;
  readonly bot?: string;
  readonly key?: string;
  readonly call?: string;
  /** Of an approval. */
  readonly id?: string;
}

/** What a call's record tells; undefined for most. */
export function newsOfCall({ id, bot, key, code, status }: CallRecord): News | undefined {
  if (status !== 'unknown' || code !== 'OUTCOME_UNKNOWN') return undefined;
  const of = { ...(bot === null ? {} : { bot }), ...(key === null ? {} : { key }), call: id };
  const text = `The reply to an order of ${bot ?? 'the agent'} on ${key ?? 'a key'} was lost. Look at the open orders.`;
  return { event: 'outcome-unknown', text, ...of };
}

/** By what news count as the same: those are told once a while. */
export const subjectOf = ({ event, text, bot = '', key = '', call = '', id = '' }: News): string =>
  [event, bot, key, call, id, event === 'vault-warning' ? text : ''].join(' ');
