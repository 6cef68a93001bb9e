import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { SecretField } from './SecretField.tsx';

export function ChangePassphrase() {
  const change = useAct('vault.passphrase');
  const { say } = useUi();
  const [isAsked, setAsked] = useState(false);
  const [isUnlike, setUnlike] = useState(false);
  const [tries, setTries] = useState(0);
  const confirm = async (passphrase: string, field: (name: string) => string) => {
    setTries(tries + 1);
    const isSame = field('next') === field('again');
    setUnlike(!isSame);
    if (!isSame || (await change.run({ passphrase, next: field('next') })) === undefined) return;
    setAsked(false);
    say('good', t('settings.passphraseDone'));
  };
  return (
    <FormSection title={t('settings.passphrase')}>
      <p className="text-pretty">{t('settings.passphraseLead')}</p>
      <Button onPress={() => setAsked(true)}>{t('settings.passphraseChange')}</Button>
      <PassphraseDialog
        title={t('settings.passphraseChange')}
        button={t('settings.passphraseChange')}
        isOpen={isAsked}
        isBusy={change.isBusy}
        error={change.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      >
        <NewPassphrase key={tries} name="next" label={t('settings.passphraseNew')} />
        <SecretField name="again" label={t('settings.passphraseAgain')} />
        {isUnlike ? (
          <p role="alert" className="text-bad">
            {t('welcome.differ')}
          </p>
        ) : null}
      </PassphraseDialog>
    </FormSection>
  );
}
