import { Bot, Plus } from 'lucide-react';
import { useBridge } from '../bridge.ts';
import { BotTable } from '../parts/BotTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

export function BotsPage() {
  const bots = useBridge('bots.list', {});
  const connect = (
    <LinkButton to={{ page: 'connect-bot' }}>
      <Plus aria-hidden className="size-4" /> {t('bots.connect')}
    </LinkButton>
  );
  const isEmpty = bots.state === 'ready' && bots.value.length === 0;
  return (
    <div className="flex h-full flex-col">
      <PageHead title={t('bots.title')} lead={t('bots.lead')}>
        {isEmpty ? null : connect}
      </PageHead>
      {bots.state === 'loading' ? <Rows /> : null}
      {bots.state === 'failed' ? <Failed error={bots.error} again={bots.again} /> : null}
      {bots.state === 'ready' && !isEmpty ? <BotTable bots={bots.value} /> : null}
      {isEmpty ? (
        <Empty Icon={Bot} title={t('bots.emptyTitle')}>
          <p>{t('bots.empty')}</p>
          {connect}
        </Empty>
      ) : null}
    </div>
  );
}
