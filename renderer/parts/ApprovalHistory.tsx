import { Ban, CircleCheck, CircleCheckBig, Hourglass } from 'lucide-react';
import { Link } from 'react-aria-components';
import type { CallRecord } from '../../shared/model.ts';
import { type Answered, answerTo, leftWords, waitedMs, wasAsked } from '../approval-words.ts';
import { useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { moneyWords } from '../grant-words.ts';
import { hrefOf } from '../route.ts';
import { t } from '../strings.ts';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';
import { Rows } from './Rows.tsx';

const looked = 1000;
const looks = {
  allowed: { words: 'approvals.allowed', tone: 'good', Icon: CircleCheck },
  standing: { words: 'approvals.standing', tone: 'neutral', Icon: CircleCheckBig },
  denied: { words: 'approvals.denied', tone: 'warn', Icon: Ban },
  timedOut: { words: 'approvals.timedOut', tone: 'neutral', Icon: Hourglass },
} as const;

/** The calls that waited for a yes, from the call log, newest first. */
export function ApprovalHistory() {
  const calls = useBridge('calls.list', { limit: looked });
  if (calls.state === 'loading') return <Rows />;
  if (calls.state === 'failed') return <Failed error={calls.error} again={calls.again} />;
  const asked = calls.value.filter(wasAsked);
  const lead = t('approvals.historyLead', { count: calls.value.length });
  return (
    <section aria-label={t('approvals.history')} className="space-y-2">
      <div className="flex items-baseline gap-3">
        <h2 className="text-lead font-semibold">{t('approvals.history')}</h2>
        <span className="text-muted">{lead}</span>
      </div>
      {asked.length === 0 ? (
        <p className="rounded-card border border-dashed border-line p-5 text-muted">{t('approvals.noHistory')}</p>
      ) : (
        <HistoryTable calls={asked} />
      )}
    </section>
  );
}

const head = 'px-4 py-2 text-start text-small font-medium whitespace-nowrap text-muted max-lg:px-3';
const cell = 'px-4 py-2 max-lg:px-3';

function HistoryTable({ calls }: { readonly calls: readonly CallRecord[] }) {
  const columns = ['time', 'bot', 'order', 'worth', 'answer', 'waited'] as const;
  const words = {
    time: t('approvals.time'),
    bot: t('approvals.bot'),
    order: t('approvals.order'),
    worth: t('approvals.worth'),
    answer: t('approvals.answer'),
    waited: t('approvals.waited'),
  };
  return (
    <div className="overflow-auto rounded-card border border-line bg-surface">
      <table aria-label={t('approvals.table')} className="w-full border-collapse">
        <thead className="border-b border-line">
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className={head}>
                {words[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.id} className="border-b border-line last:border-0">
              <td className={`${cell} whitespace-nowrap text-muted`}>{formatMoment(call.time)}</td>
              <td className={cell}>
                <span title={call.bot ?? ''} className="block max-w-40 truncate font-semibold max-lg:max-w-28">
                  {call.bot}
                </span>
              </td>
              <td className={cell}>
                <Link
                  href={hrefOf({ page: 'call', id: call.id })}
                  className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 data-hovered:text-accent"
                >
                  {[call.side, call.amount, call.symbol].filter((part) => part !== null).join(' ')}
                </Link>
              </td>
              <td className={`${cell} whitespace-nowrap`}>{call.notional === null ? '' : moneyWords(call.notional)}</td>
              <td className={cell}>
                <Answer answer={answerTo(call)} />
              </td>
              <td className={`${cell} whitespace-nowrap text-muted`}>{leftWords(waitedMs(call))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ answer }: { readonly answer: Answered }) {
  const { words, tone, Icon } = looks[answer];
  return (
    <Chip tone={tone} Icon={Icon}>
      {t(words)}
    </Chip>
  );
}
