import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import { Note } from './Note.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { SecretField } from './SecretField.tsx';

export function BackupSection() {
  const backup = useAct('vault.backup');
  const [isAsked, setAsked] = useState(false);
  const [isUnlike, setUnlike] = useState(false);
  const [tries, setTries] = useState(0);
  const [done, setDone] = useState<string>();
  const confirm = async (passphrase: string, field: (name: string) => string) => {
    setTries(tries + 1);
    const isSame = field('copy') === field('again');
    setUnlike(!isSame);
    if (!isSame) return;
    const made = await backup.run({ passphrase, copyPassphrase: field('copy') });
    if (made === undefined) return;
    setAsked(false);
    // Null where no place was chosen: then nothing was done.
    setDone(
      made === null ? undefined : t('settings.backupDone', { path: made.path, keys: made.keys, bots: made.bots }),
    );
  };
  return (
    <FormSection title={t('settings.backup')}>
      <p className="text-pretty">{t('settings.backupLead')}</p>
      {done === undefined ? null : <Note>{done}</Note>}
      <Button onPress={() => setAsked(true)}>{t('settings.backupMake')}</Button>
      <PassphraseDialog
        title={t('settings.backupMake')}
        button={t('settings.backupDo')}
        isOpen={isAsked}
        isBusy={backup.isBusy}
        error={backup.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      >
        <NewPassphrase key={tries} name="copy" label={t('settings.backupOwn')} />
        <SecretField name="again" label={t('settings.backupAgain')} />
        {isUnlike ? (
          <p role="alert" className="text-bad">
            {t('welcome.differ')}
          </p>
        ) : null}
      </PassphraseDialog>
    </FormSection>
  );
}
