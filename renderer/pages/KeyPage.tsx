import { useState } from 'react';
import { useBridge } from '../bridge.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { Failed } from '../parts/Failed.tsx';
import { KeyDeeds } from '../parts/KeyDeeds.tsx';
import { KeyFacts } from '../parts/KeyFacts.tsx';
import { KeyGuidance } from '../parts/KeyGuidance.tsx';
import { KeyHealthSection } from '../parts/KeyHealthSection.tsx';
import { KeySecondFactor } from '../parts/KeySecondFactor.tsx';
import { KeyUseDialog } from '../parts/KeyUseDialog.tsx';
import { KeyUseSection } from '../parts/KeyUseSection.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

interface Props {
  readonly id: string;
}

/** One key: may it have 2FA, is that set up right, and who uses it. */
export function KeyPage({ id }: Props) {
  const key = useBridge('keys.show', { key: id });
  const status = useBridge('app.status', {});
  const [isSayingWho, setSayingWho] = useState(false);
  const sayWho = () => setSayingWho(true);
  const item = key.state === 'ready' ? key.value : undefined;
  return (
    <>
      <BackLink to={{ page: 'keys' }}>{t('keys.back')}</BackLink>
      <PageHead
        title={item?.label ?? t('keys.columnKey')}
        {...(item === undefined || item.title === '' ? {} : { lead: item.title })}
      />
      {key.state === 'loading' ? <Rows /> : null}
      {key.state === 'failed' ? <Failed error={key.error} again={key.again} /> : null}
      {item === undefined ? null : (
        <div className="space-y-4">
          <KeyGuidance item={item} sayWho={sayWho} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <div className="min-w-0 space-y-4">
              <KeySecondFactor item={item} />
              <KeyHealthSection item={item} />
            </div>
            <div className="min-w-0 space-y-4">
              <KeyUseSection item={item} bots={status.state === 'ready' ? status.value.bots : []} edit={sayWho} />
              <KeyFacts item={item} />
            </div>
          </div>
          <KeyDeeds item={item} />
          {isSayingWho ? <KeyUseDialog item={item} close={() => setSayingWho(false)} /> : null}
        </div>
      )}
    </>
  );
}
