import { Hand, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApprovalFor, ApprovalView } from '../../shared/control-views.ts';
import { leftWords, priceWords, wishWords } from '../approval-words.ts';
import { useAct } from '../bridge.ts';
import { formatClock } from '../format.ts';
import { moneyWords } from '../grant-words.ts';
import { useElapsed, useNow } from '../now.ts';
import { t } from '../strings.ts';
import { ApprovalLonger } from './ApprovalLonger.tsx';
import { Button } from './Button.tsx';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly question: ApprovalView;
  /** In its own window *Deny* has the focus. */
  readonly isAlone?: boolean;
}

/** As long as main refuses a yes, so that a click meant for something else allows nothing. */
const lookMs = 1100;
const hurryMs = 30_000;

/** One question: who wants what with which key, how long there is, and the answers. Keyed by its id. */
export function ApprovalQuestion({ question, isAlone = false }: Props) {
  const approve = useAct('approvals.approve');
  const deny = useAct('approvals.deny');
  const hasLooked = useElapsed(lookMs);
  const leftMs = Date.parse(question.expires) - useNow(1000);
  const { id, bot, key, price, type, notional, waiting, time } = question;
  const isBusy = approve.isBusy || deny.isBusy;
  const allow = (how: ApprovalFor, passphrase?: string) =>
    approve.run({ id, for: how, ...(passphrase === undefined ? {} : { passphrase }) });
  const error = deny.error ?? approve.error;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('approvals.withKey'), key],
    [t('approvals.type'), type ?? '–'],
    [t('approvals.asked'), formatClock(time)],
  ];
  return (
    <section
      aria-label={`${t('approvals.asks', { bot })} ${wishWords(question)}`}
      className="space-y-4 rounded-card border border-line bg-surface p-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <p className="flex min-w-0 items-start gap-2">
          <Hand aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 wrap-anywhere">
            <bdi className="font-semibold">{bot}</bdi> {t('approvals.wants')}
          </span>
        </p>
        <span role="timer">
          <Chip tone={leftMs < hurryMs ? 'warn' : 'neutral'} Icon={Timer}>
            {t('approvals.denyIn', { time: leftWords(leftMs) })}
          </Chip>
        </span>
      </div>
      <div className="space-y-0.5">
        <p className="text-title font-semibold wrap-anywhere">{wishWords(question)}</p>
        <p className="text-lead text-muted">
          {price === null
            ? t('approvals.atMarket')
            : t('approvals.atPrice', { price: priceWords(price, question.symbol) })}{' '}
          · {t('approvals.worthOf', { amount: moneyWords(notional) })}
        </p>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-small text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {waiting > 1 ? <p className="font-medium text-warn">{t('approvals.same', { count: waiting })}</p> : null}
      {error === undefined ? null : <Failed error={error} />}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" isFirst={isAlone} isDisabled={isBusy} onPress={() => deny.run({ id })}>
          {t('approvals.deny')}
        </Button>
        <Button isDisabled={isBusy || !hasLooked} onPress={() => allow('once')}>
          {t('approvals.once')}
        </Button>
      </div>
      <ApprovalLonger
        question={question}
        isDisabled={isBusy || !hasLooked}
        isBusy={approve.isBusy}
        error={approve.error}
        allow={allow}
      />
    </section>
  );
}
