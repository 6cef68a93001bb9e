import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Label, RadioGroup } from 'react-aria-components';
import { useBridge } from '../bridge.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { BotToken } from '../parts/BotToken.tsx';
import { Choice } from '../parts/Choice.tsx';
import { ConnectByCode } from '../parts/ConnectByCode.tsx';
import { ConnectByToken, type MadeBot } from '../parts/ConnectByToken.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { go } from '../route.ts';
import { t } from '../strings.ts';

export function ConnectBotPage() {
  const keys = useBridge('keys.list', {});
  const [way, choose] = useState('code');
  const [made, setMade] = useState<MadeBot>();
  if (made !== undefined) return <BotToken {...made} bot={made.id} onDone={() => go({ page: 'bot', id: made.id })} />;
  const labels = keys.state === 'ready' ? keys.value.map(({ label }) => label) : [];
  return (
    <div className="max-w-3xl">
      <BackLink to={{ page: 'bots' }}>{t('bots.title')}</BackLink>
      <PageHead title={t('bots.connectTitle')} lead={t('bots.connectLead')} />
      {keys.state === 'loading' ? <Rows /> : null}
      {keys.state === 'failed' ? <Failed error={keys.error} again={keys.again} /> : null}
      {keys.state === 'ready' && labels.length === 0 ? (
        <Empty Icon={KeyRound} title={t('bots.noKeysTitle')}>
          <p>{t('bots.noKeys')}</p>
          <LinkButton to={{ page: 'add-key' }}>{t('frame.addKey')}</LinkButton>
        </Empty>
      ) : null}
      {labels.length === 0 ? null : (
        <div className="space-y-4">
          <RadioGroup value={way} onChange={choose}>
            <Label className="sr-only">{t('bots.way')}</Label>
            <div className="flex gap-3">
              <Choice value="code" label={t('bots.byCode')} hint={t('bots.byCodeHint')} />
              <Choice value="token" label={t('bots.byToken')} hint={t('bots.byTokenHint')} />
            </div>
          </RadioGroup>
          {way === 'code' ? <ConnectByCode keys={labels} /> : <ConnectByToken keys={labels} onMade={setMade} />}
        </div>
      )}
    </div>
  );
}
