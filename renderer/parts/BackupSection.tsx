import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';
import { NewPassphraseDialog } from './NewPassphraseDialog.tsx';
import { Note } from './Note.tsx';

export function BackupSection() {
  const backup = useAct('vault.backup');
  const [isAsked, setAsked] = useState(false);
  const [done, setDone] = useState<string>();
  const confirm = async (passphrase: string, copyPassphrase: string) => {
    const made = await backup.run({ passphrase, copyPassphrase });
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
      <NewPassphraseDialog
        title={t('settings.backupMake')}
        button={t('settings.backupDo')}
        label={t('settings.backupOwn')}
        again={t('settings.backupAgain')}
        isOpen={isAsked}
        isBusy={backup.isBusy}
        error={backup.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      />
    </FormSection>
  );
}
