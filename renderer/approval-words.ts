/** Questions and their answers, as a person says them. */
import type { ApprovalView } from '../shared/control-views.ts';
import type { CallRecord } from '../shared/model.ts';
import { t } from './strings.ts';

/** `buy 0.01 BTC/USD`. */
export function wishWords({ side, amount, symbol }: Pick<ApprovalView, 'side' | 'amount' | 'symbol'>): string {
  if (side === null) return t('approvals.either', { symbol });
  const what = { amount: amount ?? '', symbol };
  return (side === 'buy' ? t('approvals.buy', what) : t('approvals.sell', what)).replaceAll(/ {2,}/g, ' ');
}

/** `1:59`. Takes: milliseconds; less than none is none. */
export function leftWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export type Answered = 'allowed' | 'denied' | 'timedOut' | 'dropped' | 'waits';

/** Did this call wait for its owner's yes? */
export const hasWaited = ({ verdict, timings }: CallRecord): boolean =>
  verdict === 'asked' || (timings.approval !== null && timings.approval > 0);

/** What came of the question of a call that waited. */
export function answerTo({ code, status, sent }: CallRecord): Answered {
  if (code === 'APPROVAL_DENIED') return 'denied';
  if (code === 'APPROVAL_TIMEOUT') return 'timedOut';
  if (status === 'pending') return 'waits';
  if (sent === 'no' && status !== 'ok' && droppedBy.includes(code ?? '')) return 'dropped';
  return 'allowed';
}

/** Why a question goes without an answer. */
const droppedBy = ['DEADLINE_PASSED', 'VAULT_SEALED', 'BOT_PAUSED', 'TOKEN_UNKNOWN', 'TOKEN_EXPIRED'];
