/** Questions and their answers, as a person says them. */
import type { ApprovalView } from '../shared/control-views.ts';
import type { CallRecord } from '../shared/model.ts';
import { moneyWords } from './grant-words.ts';
import { t } from './strings.ts';

/** `buy 0.01 BTC/USD`. */
export function wishWords({ side, amount, symbol }: Pick<ApprovalView, 'side' | 'amount' | 'symbol'>): string {
  if (side === null) return t('approvals.either', { symbol });
  const what = { amount: amount ?? '', symbol };
  return (side === 'buy' ? t('approvals.buy', what) : t('approvals.sell', what)).replaceAll(/ {2,}/g, ' ');
}

/** `20,000 USD`: a price is in what the market is quoted in. */
export function priceWords(price: string, symbol: string): string {
  const quote = symbol.split('/')[1]?.split(':')[0] ?? '';
  // A relative or odd price stays as it was asked.
  return /^\d+(\.\d+)?$/.test(price) ? moneyWords({ amount: price, currency: quote }).trim() : price;
}

/** `1:59`. Takes: milliseconds; less than none is none. */
export function leftWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export type Answered = 'allowed' | 'standing' | 'denied' | 'timedOut';

/** Nobody reads a question and answers it within this; what took less was covered by an earlier yes. */
const leastReadMs = 50;

/** Was this call a question? One that was refused holds nothing of it but the refusal. */
export const wasAsked = ({ verdict, code }: CallRecord): boolean =>
  verdict === 'asked' || code === 'APPROVAL_DENIED' || code === 'APPROVAL_TIMEOUT';

/** What came of a call that was a question. */
export function answerTo({ code, timings }: CallRecord): Answered {
  if (code === 'APPROVAL_DENIED') return 'denied';
  if (code === 'APPROVAL_TIMEOUT') return 'timedOut';
  return (timings.approval ?? 0) < leastReadMs ? 'standing' : 'allowed';
}

/** How long it waited, in milliseconds. A refused one did nothing else. */
export const waitedMs = ({ timings }: CallRecord): number => timings.approval ?? timings.total ?? 0;
