import { useState } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';
import { FormSection } from './FormSection.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** Whether bots may come over TCP, and be let in there. */
export function TcpSection({ settings }: { readonly settings: Settings }) {
  const status = useBridge('app.status', {});
  const [isOn, setOn] = useState(settings['pairing.http']);
  const http = status.state === 'ready' ? (status.value.agent?.http ?? null) : null;
  return (
    <FormSection title={t('settings.tcp')}>
      <p>{http === null ? t('settings.tcpOff') : t('settings.tcpOn', { http })}</p>
      {http === null ? <p className="text-muted wrap-anywhere">{t('settings.tcpHow')}</p> : null}
      <SettingsForm settings={settings} read={() => ({ 'pairing.http': isOn })}>
        <Checkbox label={t('settings.pairing')} isSelected={isOn} onChange={setOn} />
      </SettingsForm>
    </FormSection>
  );
}
