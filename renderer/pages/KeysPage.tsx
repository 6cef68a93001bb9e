import { KeyRound, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useBridge } from '../bridge.ts';
import { keysThatFit } from '../key-filter.ts';
import { Button } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { KeyFilter } from '../parts/KeyFilter.tsx';
import { KeyTable } from '../parts/KeyTable.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { PracticeOffer } from '../parts/PracticeOffer.tsx';
import { Rows } from '../parts/Rows.tsx';
import { useRowKeys } from '../row-keys.ts';
import { t } from '../strings.ts';

export function KeysPage() {
  const keys = useBridge('keys.list', {});
  const status = useBridge('app.status', {});
  const [filter, setFilter] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const all = keys.state === 'ready' ? keys.value : [];
  const fitting = keysThatFit(all, filter);
  const health = status.state === 'ready' ? status.value.keys : [];
  return (
    <div ref={box} className="flex h-full flex-col">
      <PageHead title={t('keys.title')} lead={t('keys.lead')}>
        {all.length > 0 ? <AddKey /> : null}
      </PageHead>
      {keys.state === 'loading' ? <Rows /> : null}
      {keys.state === 'failed' ? <Failed error={keys.error} again={keys.again} /> : null}
      {all.length > 0 ? <KeyFilter value={filter} count={fitting.length} onChange={setFilter} /> : null}
      {fitting.length > 0 ? <KeyTable keys={fitting} health={health} /> : null}
      {all.length > 0 && fitting.length === 0 ? (
        <Empty Icon={KeyRound} title={t('keys.filterNothing', { text: filter })}>
          <p>{t('keys.filterNothingText')}</p>
          <Button onPress={() => setFilter('')}>{t('keys.filterClear')}</Button>
        </Empty>
      ) : null}
      {keys.state === 'ready' && all.length === 0 ? (
        <Empty Icon={KeyRound} title={t('keys.emptyTitle')}>
          <p>{t('keys.emptyText')}</p>
          <div className="flex flex-wrap justify-center gap-2">
            <AddKey />
            <PracticeOffer />
          </div>
        </Empty>
      ) : null}
    </div>
  );
}

function AddKey() {
  return (
    <LinkButton to={{ page: 'add-key' }}>
      <Plus aria-hidden className="size-4" /> {t('keys.add')}
    </LinkButton>
  );
}
