import { inWindow } from '../../shared/guidance/in-window.ts';
import { useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { t } from '../strings.ts';

/** When a bot called last; an ellipsis until that is known. */
export function BotLastCall({ bot }: { readonly bot: string }) {
  const usage = useBridge('bots.usage', { bot });
  if (usage.state === 'loading') return <>…</>;
  if (usage.state === 'failed') return <span title={inWindow(usage.error.detail)}>{usage.error.code}</span>;
  const { lastCall } = usage.value;
  return <>{lastCall === null ? t('bots.notYet') : formatMoment(lastCall)}</>;
}
