import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';
import { NewPassphraseDialog } from './NewPassphraseDialog.tsx';

export function ChangePassphrase() {
  const change = useAct('vault.passphrase');
  const { say } = useUi();
  const [isAsked, setAsked] = useState(false);
  const confirm = async (passphrase: string, next: string) => {
    if ((await change.run({ passphrase, next })) === undefined) return;
    setAsked(false);
    say('good', t('settings.passphraseDone'));
  };
  return (
    <FormSection title={t('settings.passphrase')}>
      <p className="text-pretty">{t('settings.passphraseLead')}</p>
      <Button onPress={() => setAsked(true)}>{t('settings.passphraseChange')}</Button>
      <NewPassphraseDialog
        title={t('settings.passphraseChange')}
        button={t('settings.passphraseChange')}
        label={t('settings.passphraseNew')}
        again={t('settings.passphraseAgain')}
        isOpen={isAsked}
        isBusy={change.isBusy}
        error={change.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      />
    </FormSection>
  );
}
