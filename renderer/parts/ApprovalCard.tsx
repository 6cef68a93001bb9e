import type { ApprovalFor, ApprovalView } from '../../shared/control-views.ts';
import { leftWords, wishWords } from '../approval-words.ts';
import { useAct } from '../bridge.ts';
import { useElapsed, useNow } from '../now.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly question: ApprovalView;
  /** Does its safe answer get the focus? */
  readonly isFirst?: boolean;
}

/** One question: what is asked, what it is worth, until when. To deny is the first answer, and what comes by itself. */
export function ApprovalCard({ question, isFirst = false }: Props) {
  const now = useNow();
  // Nobody should allow by a click that was meant for something else.
  const isSettled = useElapsed(1000);
  const approve = useAct('approvals.approve');
  const deny = useAct('approvals.deny');
  const { id, bot, key, type, price, notional, waiting, expires } = question;
  const error = approve.error ?? deny.error;
  const isBusy = approve.isBusy || deny.isBusy;
  const allow = (how: ApprovalFor) => approve.run({ id, for: how });
  return (
    <section aria-label={wishWords(question)} className="space-y-4 rounded-card border border-line bg-surface p-5">
      <div className="space-y-1">
        <p className="text-muted">
          <bdi>{t('approvals.asks', { bot })}</bdi>
        </p>
        <p className="text-title font-semibold wrap-anywhere">{wishWords(question)}</p>
        <p className="text-muted">
          {price === null ? t('approvals.atMarket') : t('approvals.atPrice', { price })}
          {', '}
          {t('approvals.worthOf', { amount: `${notional.amount} ${notional.currency}` })}
        </p>
      </div>
      <p className="text-small text-muted">
        {t('approvals.withKey')} <bdi>{key}</bdi>
        {type === null ? '' : `, ${t('approvals.type')} ${type}`}
        {waiting > 1 ? `. ${t('approvals.same', { count: waiting })}` : ''}
      </p>
      {error === undefined ? null : <Failed error={error} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" isFirst={isFirst} isDisabled={isBusy} onPress={() => deny.run({ id })}>
          {t('approvals.deny')}
        </Button>
        <Button isDisabled={isBusy || !isSettled} onPress={() => allow('once')}>
          {t('approvals.once')}
        </Button>
        <Button isDisabled={isBusy || !isSettled} onPress={() => allow('15m')}>
          {t('approvals.quarter')}
        </Button>
        <span className="ms-auto text-small text-muted">
          {t('approvals.denyIn', { time: leftWords(Date.parse(expires) - now) })}
        </span>
      </div>
    </section>
  );
}
