import { useBridge } from '../bridge.ts';
import { Failed } from '../parts/Failed.tsx';
import { KeychainSection } from '../parts/KeychainSection.tsx';
import { LockSection } from '../parts/LockSection.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';

export function SettingsPage() {
  const settings = useBridge('settings.list', {});
  return (
    <div className="max-w-3xl">
      <PageHead title="Settings" lead="When the window locks, when the vault is sealed, and what may open it." />
      <div className="space-y-4">
        {settings.state === 'loading' ? <Rows /> : null}
        {settings.state === 'failed' ? <Failed error={settings.error} again={settings.again} /> : null}
        {settings.state === 'ready' ? <LockSection settings={settings.value} /> : null}
        <KeychainSection />
      </div>
    </div>
  );
}
