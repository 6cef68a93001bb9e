import { type FormEvent, type ReactNode, useState } from 'react';
import type { SettingName, Settings } from '../../shared/settings.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly settings: Settings;
  /** Reads what the form holds of each setting. */
  readonly read: (field: (name: string) => string) => Partial<Settings>;
  readonly children: ReactNode;
}

/** Settings of the agent: what was changed is saved once the passphrase is typed. What was typed stays where it fails. */
export function SettingsForm({ settings, read, children }: Props) {
  const set = useAct('settings.set');
  const [wished, setWished] = useState<readonly [SettingName, unknown][]>();
  const [isSaved, setSaved] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = read(takeForm(event.currentTarget));
    const names = Object.keys(values).filter((name): name is SettingName => name in settings);
    const changed = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(settings[name]));
    setSaved(changed.length === 0);
    if (changed.length > 0) setWished(changed.map((name) => [name, values[name]]));
  };
  const confirm = async (passphrase: string) => {
    for (const [name, value] of wished ?? []) if ((await set.run({ name, value, passphrase })) === undefined) return;
    setWished(undefined);
    setSaved(true);
  };
  return (
    <>
      <form onSubmit={submit} className="space-y-4">
        {children}
        <div className="flex items-center gap-3">
          <Button look="primary" type="submit">
            {t('settings.save')}
          </Button>
          <p role="status" className="text-muted">
            {isSaved ? t('settings.saved') : ''}
          </p>
        </div>
      </form>
      <PassphraseDialog
        title={t('settings.confirmTitle')}
        lead={t('settings.confirmLead')}
        button={t('settings.save')}
        isOpen={wished !== undefined}
        isBusy={set.isBusy}
        error={set.error}
        onClose={() => setWished(undefined)}
        onConfirm={confirm}
      />
    </>
  );
}
