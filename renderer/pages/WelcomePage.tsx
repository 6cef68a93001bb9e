import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { CapsLockHint } from '../parts/CapsLockHint.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Checkbox } from '../parts/Checkbox.tsx';
import { Failed } from '../parts/Failed.tsx';
import { NewPassphrase } from '../parts/NewPassphrase.tsx';
import { Progress } from '../parts/Progress.tsx';
import { RecoveryCheck } from '../parts/RecoveryCheck.tsx';
import { RecoveryKey } from '../parts/RecoveryKey.tsx';
import { RestoreForm } from '../parts/RestoreForm.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { takeForm } from '../parts/take-form.ts';
import { WelcomeReady } from '../parts/WelcomeReady.tsx';
import { t } from '../strings.ts';

interface Props {
  /** Holds this page until `end`, though the vault is open by then. */
  readonly begin: () => void;
  readonly end: () => void;
}

type Step = 'passphrase' | 'restore' | 'key' | 'check' | 'ready';

export function WelcomePage({ begin, end }: Props) {
  const protect = useAct('window.protect');
  // The one secret that a page shows: it exists to be written down, and leaves with this page.
  const [recoveryKey, setRecoveryKey] = useState('');
  const [step, setStep] = useState<Step>('passphrase');
  const finish = async () => {
    setRecoveryKey('');
    setStep('ready');
    await protect.run({ isOn: false });
  };
  const show = (key: string) => {
    setRecoveryKey(key);
    setStep('key');
  };
  if (step === 'restore') return <RestoreForm begin={begin} end={end} back={() => setStep('passphrase')} />;
  if (step === 'key') return <RecoveryKey recoveryKey={recoveryKey} next={() => setStep('check')} />;
  if (step === 'check') return <RecoveryCheck recoveryKey={recoveryKey} back={() => setStep('key')} finish={finish} />;
  if (step === 'ready') return <WelcomeReady end={end} />;
  return <MakeForm begin={begin} end={end} made={show} restore={() => setStep('restore')} />;
}

interface MakeProps extends Props {
  readonly made: (recoveryKey: string) => void;
  readonly restore: () => void;
}

function MakeForm({ begin, end, made, restore }: MakeProps) {
  const create = useAct('vault.create');
  const prefer = useAct('preferences.set');
  const [isUnlike, setUnlike] = useState(false);
  const [tries, setTries] = useState(0);
  const [hasCapsLock, setCapsLock] = useState(false);
  const [staysOpen, setStaysOpen] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    // The field was cleared, so that what was said of its strength goes with it.
    setTries(tries + 1);
    const isSame = field('passphrase') === field('again');
    setUnlike(!isSame);
    if (!isSame) return;
    begin();
    if (staysOpen) await prefer.run({ runInBackground: true });
    const vault = await create.run({ passphrase: field('passphrase') });
    if (vault === undefined) end();
    else made(vault.recoveryKey);
  };
  return (
    <Centred title={t('welcome.title')} lead={t('welcome.lead')}>
      <form onSubmit={submit} className="space-y-4">
        <NewPassphrase
          key={tries}
          name="passphrase"
          label={t('welcome.choose')}
          hint={t('welcome.chooseHint')}
          isFirst
          onCapsLock={setCapsLock}
        />
        <SecretField name="again" label={t('welcome.again')} onCapsLock={setCapsLock} />
        <CapsLockHint isOn={hasCapsLock} />
        <Checkbox
          label={t('welcome.background')}
          hint={t('welcome.backgroundHint')}
          isSelected={staysOpen}
          onChange={setStaysOpen}
        />
        {isUnlike ? (
          <p role="alert" className="text-bad">
            {t('welcome.differ')}
          </p>
        ) : null}
        {create.error === undefined ? null : <Failed error={create.error} />}
        {create.isBusy ? <Progress words={t('welcome.making')} /> : null}
        <Button look="primary" type="submit" isWide isDisabled={create.isBusy}>
          {t('welcome.make')}
        </Button>
        <Button look="quiet" isWide isDisabled={create.isBusy} onPress={restore}>
          {t('welcome.restoreInstead')}
        </Button>
      </form>
    </Centred>
  );
}
