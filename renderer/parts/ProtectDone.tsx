import { ShieldCheck } from 'lucide-react';
import type { KeyDetail, KeyRotation } from '../../shared/control-views.ts';
import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { KeyReport } from './KeyReport.tsx';
import { LinkButton } from './LinkButton.tsx';
import { Note } from './Note.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly kept: KeyRotation;
}

/** The end of a set-up: the exchange took the code, and this is what it told of the key. */
export function ProtectDone({ item, kept }: Props) {
  const status = useBridge('app.status', {});
  const bots = status.state === 'ready' ? status.value.bots : [];
  const isPaused = bots.some(({ name, state }) => state === 'paused' && item.bots.includes(name));
  return (
    <section className="max-w-3xl space-y-4 rounded-card border border-good/40 bg-surface p-5">
      <div className="flex items-start gap-3">
        <ShieldCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
        <div>
          <h2 className="text-lead font-semibold">{t('protect.success', { label: kept.label })}</h2>
          <p className="text-muted">{t('protect.successText')}</p>
        </div>
      </div>
      <KeyReport test={kept} />
      {kept.warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
      {isPaused ? <Note>{t('protect.resumeBots')}</Note> : null}
      <div className="flex gap-2">
        <LinkButton to={{ page: 'key', id: kept.id }}>{t('protect.toKey')}</LinkButton>
        {isPaused ? (
          <LinkButton to={{ page: 'bots' }} look="plain">
            {t('protect.toBots')}
          </LinkButton>
        ) : null}
      </div>
    </section>
  );
}
