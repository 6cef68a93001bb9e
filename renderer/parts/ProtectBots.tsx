import { Pause } from 'lucide-react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { useAct, useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** The bots that are at work with the key, to be paused before its calls are refused. */
export function ProtectBots({ item }: Props) {
  const status = useBridge('app.status', {});
  const pause = useAct('bots.pause');
  const bots = status.state === 'ready' ? status.value.bots : [];
  const active = bots.filter(({ name, state }) => state === 'active' && item.bots.includes(name));
  if (active.length === 0) return <p>{t('protect.botsPaused')}</p>;
  return (
    <>
      <p>{t('protect.pauseFirst')}</p>
      <div className="flex flex-wrap gap-2">
        {active.map(({ id, name }) => (
          <Button key={id} isDisabled={pause.isBusy} onPress={() => pause.run({ bot: id })}>
            <Pause aria-hidden className="size-4" /> {t('protect.pauseBot', { bot: name })}
          </Button>
        ))}
      </div>
      {pause.error === undefined ? null : <Failed error={pause.error} />}
    </>
  );
}
