import { Building2 } from 'lucide-react';
import { useState } from 'react';
import { catalogue } from '../../shared/guidance/catalogue.ts';
import { findExchanges } from '../../shared/guidance/find-exchanges.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { ExchangeFilter, type Shown } from '../parts/ExchangeFilter.tsx';
import { ExchangeTable } from '../parts/ExchangeTable.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { t } from '../strings.ts';

export function ExchangesPage() {
  const [typed, setTyped] = useState('');
  const [scope, setScope] = useState<Shown>('all');
  const found = findExchanges(catalogue.exchanges, typed, scope);
  const showAll = () => {
    setTyped('');
    setScope('all');
  };
  return (
    <>
      <PageHead title={t('exchanges.title')} lead={t('exchanges.lead')}>
        <p role="status" className="text-muted">
          {t('exchanges.shown', { count: found.length, all: catalogue.exchanges.length })}
        </p>
      </PageHead>
      <ExchangeFilter typed={typed} scope={scope} onType={setTyped} onScope={setScope} />
      {found.length > 0 ? (
        <ExchangeTable exchanges={found} />
      ) : (
        <Empty Icon={Building2} title={t('exchanges.none')}>
          <p>{t('exchanges.noneHint')}</p>
          <Button onPress={showAll}>{t('exchanges.showAll')}</Button>
        </Empty>
      )}
    </>
  );
}
