import { CircleCheck, CircleOff } from 'lucide-react';
import { useState } from 'react';
import type { KeychainView } from '../../shared/window-views.ts';
import { useAct, useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { Progress } from './Progress.tsx';

/** Whether the system's keychain opens the vault when the app starts. */
export function KeychainSection() {
  const keychain = useBridge('vault.keychain', {});
  return (
    <FormSection title={t('settings.keychain')}>
      <p className="max-w-[75ch] text-pretty">{t('settings.keychainLead')}</p>
      {keychain.state === 'loading' ? <Progress words={t('settings.asking')} /> : null}
      {keychain.state === 'failed' ? <Failed error={keychain.error} again={keychain.again} /> : null}
      {keychain.state === 'ready' ? <Switch view={keychain.value} /> : null}
    </FormSection>
  );
}

function Switch({ view }: { readonly view: KeychainView }) {
  const set = useAct('vault.keychain.set');
  const [isAsked, setAsked] = useState(false);
  const turnOn = async (passphrase: string) => {
    if ((await set.run({ isOn: true, passphrase })) !== undefined) setAsked(false);
  };
  return (
    <div className="space-y-4">
      {view.on ? (
        <Chip tone="good" Icon={CircleCheck}>
          {t('settings.on')}
        </Chip>
      ) : (
        <Chip tone="neutral" Icon={CircleOff}>
          {t('settings.off')}
        </Chip>
      )}
      {view.why === null ? null : <Note tone={view.on ? 'warn' : 'neutral'}>{view.why}</Note>}
      {set.error === undefined || isAsked ? null : <Failed error={set.error} />}
      {view.on ? (
        <div>
          <Button isDisabled={set.isBusy} onPress={() => set.run({ isOn: false })}>
            {t('settings.turnOff')}
          </Button>
        </div>
      ) : null}
      {!view.on && view.fit ? (
        <div>
          <Button onPress={() => setAsked(true)}>{t('settings.turnOn')}</Button>
        </div>
      ) : null}
      <PassphraseDialog
        title={t('settings.keychain')}
        button={t('settings.turnOn')}
        isOpen={isAsked}
        isBusy={set.isBusy}
        error={set.error}
        onClose={() => setAsked(false)}
        onConfirm={turnOn}
      />
    </div>
  );
}
