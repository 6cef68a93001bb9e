import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';

/** Where the vault's files are, for whoever has to move them. A locked window does not say it. */
export function UnlockPlace() {
  const about = useBridge('app.about', {});
  if (about.state !== 'ready') return null;
  return (
    <span className="mt-1.5 block">
      {t('unlock.place')} <bdi className="font-mono text-small select-text">{about.value.dataDir}</bdi>
    </span>
  );
}
