import { useBridge } from '../bridge.ts';
import { BackupSection } from '../parts/BackupSection.tsx';
import { ChangePassphrase } from '../parts/ChangePassphrase.tsx';
import { Failed } from '../parts/Failed.tsx';
import { KeychainSection } from '../parts/KeychainSection.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { LockSection } from '../parts/LockSection.tsx';
import { LogSection } from '../parts/LogSection.tsx';
import { NotifySection } from '../parts/NotifySection.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { PreferencesSection } from '../parts/PreferencesSection.tsx';
import { RecoverySection } from '../parts/RecoverySection.tsx';
import { Rows } from '../parts/Rows.tsx';
import { TcpSection } from '../parts/TcpSection.tsx';
import { t } from '../strings.ts';

export function SettingsPage() {
  const settings = useBridge('settings.list', {});
  return (
    <div className="max-w-3xl">
      <PageHead title={t('settings.title')} lead={t('settings.lead')}>
        <LinkButton look="plain" to={{ page: 'about' }}>
          {t('settings.about')}
        </LinkButton>
      </PageHead>
      <div className="space-y-4">
        <PreferencesSection />
        {settings.state === 'loading' ? <Rows /> : null}
        {settings.state === 'failed' ? <Failed error={settings.error} again={settings.again} /> : null}
        {settings.state === 'ready' ? <LockSection settings={settings.value} /> : null}
        <KeychainSection />
        <ChangePassphrase />
        <RecoverySection />
        <BackupSection />
        {settings.state === 'ready' ? (
          <>
            <LogSection settings={settings.value} />
            <NotifySection settings={settings.value} />
            <TcpSection settings={settings.value} />
          </>
        ) : null}
      </div>
    </div>
  );
}
