import type { KeyTest } from '../../shared/control-views.ts';
import { t } from '../strings.ts';
import { KeyHealth } from './KeyHealth.tsx';
import { healthLooks } from './key-health-look.ts';

interface Props {
  readonly test: KeyTest;
}

/** What a test found, in a sentence, in figures, and as findings. */
export function KeyReport({ test: { twoFactor, clockOffsetMs, health, requests } }: Props) {
  const { ink, Icon } = healthLooks[twoFactor.accepted ? 'good' : 'bad'];
  const detected = { on: t('keys.detectedOn'), off: t('keys.detectedOff'), unknown: t('keys.detectedUnknown') };
  const reuse = {
    ...{ reusable: t('keys.reuseReusable'), 'once-per-step': t('keys.reuseOnce'), unknown: t('keys.reuseUnknown') },
  };
  const seconds = (Math.abs(clockOffsetMs) / 1000).toFixed(1);
  return (
    <div className="space-y-3">
      <p role="status" className={`flex items-start gap-2.5 font-medium ${ink}`}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        {twoFactor.accepted ? t('keys.reportAccepted') : t('keys.reportRefused')}
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-small">
        <dt className="text-muted">{t('keys.detected')}</dt>
        <dd>{detected[twoFactor.detected]}</dd>
        {twoFactor.configured === 'totp' ? (
          <>
            <dt className="text-muted">{t('keys.reuse')}</dt>
            <dd>{reuse[twoFactor.reuse]}</dd>
          </>
        ) : null}
        <dt className="text-muted">{t('keys.clock')}</dt>
        <dd>{clockOffsetMs >= 0 ? t('keys.clockAhead', { seconds }) : t('keys.clockBehind', { seconds })}</dd>
        <dt className="text-muted">{t('keys.requests')}</dt>
        <dd>{requests}</dd>
      </dl>
      <KeyHealth health={health} />
    </div>
  );
}
