import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly isWide?: boolean;
  /** Told once its keys are in the vault. */
  readonly done?: () => void;
}

/** Adds the keys of an exchange that plays with no money, so that everything can be tried first. */
export function PracticeOffer({ isWide = false, done }: Props) {
  const start = useAct('practice.start');
  const { say } = useUi();
  const [isAsked, setAsked] = useState(false);
  const confirm = async (passphrase: string) => {
    const started = await start.run({ passphrase });
    if (started === undefined) return;
    setAsked(false);
    say('good', t('welcome.practiceDone', { count: started.labels.length }));
    go({ page: 'keys' });
    done?.();
  };
  return (
    <>
      <Button isWide={isWide} onPress={() => setAsked(true)}>
        <FlaskConical aria-hidden className="size-4" /> {t('welcome.practice')}
      </Button>
      <PassphraseDialog
        title={t('welcome.practice')}
        lead={t('welcome.practiceLead')}
        button={t('welcome.practiceDo')}
        isOpen={isAsked}
        isBusy={start.isBusy}
        error={start.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      />
    </>
  );
}
