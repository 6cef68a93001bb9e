import type { KeyDetail } from '../../shared/control-views.ts';
import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { GuidanceCard } from './GuidanceCard.tsx';
import { LinkButton } from './LinkButton.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** Instead of the set-up where the verdict is against it: why, and what to do. */
export function ProtectBlocked({ item }: Props) {
  const { id, verdict, twoFactor, exchange } = item;
  const titles = { 'keep-off': t('protect.blocked'), 'ask-first': t('protect.askFirst') } as const;
  const title = verdict.id === 'keep-off' || verdict.id === 'ask-first' ? titles[verdict.id] : t('protect.notThere');
  return (
    <div className="max-w-3xl space-y-3">
      <h2 className="text-lead font-semibold">{title}</h2>
      {verdict.id === 'keep-off' ? <p className="text-muted">{t('protect.blockedMobile')}</p> : null}
      <GuidanceCard verdict={verdict} twoFactor={twoFactor}>
        {verdict.id === 'keep-off' ? (
          <LinkButton to={{ page: 'add-key' }}>{t('keys.secondKey')}</LinkButton>
        ) : verdict.id === 'ask-first' ? (
          <LinkButton to={{ page: 'key', id }}>{t('protect.toUse')}</LinkButton>
        ) : (
          <LinkButton to={{ page: 'exchange', id: exchange }}>{t('keys.learnMore')}</LinkButton>
        )}
      </GuidanceCard>
      {verdict.id === 'ask-first' ? <Seen label={item.label} /> : null}
    </div>
  );
}

/** Who called with the key, as far as this agent knows. */
function Seen({ label }: { readonly label: string }) {
  const calls = useBridge('calls.list', { key: label, limit: 500 });
  if (calls.state !== 'ready') return null;
  const bots = [...new Set(calls.value.flatMap(({ bot }) => bot ?? []))];
  return (
    <p className="text-muted">
      {bots.length === 0 ? t('protect.seenNone') : t('protect.seen', { bots: bots.join(', ') })}
    </p>
  );
}
