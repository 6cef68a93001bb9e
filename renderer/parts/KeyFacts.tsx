import type { ReactNode } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { exchangeName } from '../../shared/guidance/exchange-name.ts';
import { formatMoment } from '../format.ts';
import { t } from '../strings.ts';
import { KeySection } from './KeySection.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** What never changes of a key, or seldom. */
export function KeyFacts({ item }: Props) {
  const tiers = {
    ...{ starter: t('keys.tierStarter'), intermediate: t('keys.tierIntermediate') },
    ...{ pro: t('keys.tierPro'), unlimited: t('keys.tierUnlimited') },
  };
  return (
    <KeySection title={t('keys.facts')}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
        <Fact name={t('keys.factExchange')}>{exchangeName(item.exchange)}</Fact>
        {item.exchange === 'kraken' ? <Fact name={t('keys.factTier')}>{tiers[item.tier]}</Fact> : null}
        <Fact name={t('keys.factAddress')}>
          {item.endpoint === null ? t('keys.ownAddress') : <span className="font-mono">{item.endpoint}</span>}
        </Fact>
        <Fact name={t('keys.factAdded')}>{formatMoment(item.added)}</Fact>
        <Fact name={t('keys.factTested')}>{item.tested === null ? t('keys.never') : formatMoment(item.tested)}</Fact>
        <Fact name={t('keys.factId')}>
          <span className="font-mono text-small text-muted">{item.id}</span>
        </Fact>
      </dl>
    </KeySection>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  );
}
