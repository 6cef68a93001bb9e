import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { CapsLockHint } from '../parts/CapsLockHint.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Progress } from '../parts/Progress.tsx';
import { RecoveryCheck } from '../parts/RecoveryCheck.tsx';
import { RecoveryKey } from '../parts/RecoveryKey.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { takeForm } from '../parts/take-form.ts';

interface Props {
  /** Holds this page until `end`, though the vault is open by then. */
  readonly begin: () => void;
  readonly end: () => void;
}

export function WelcomePage({ begin, end }: Props) {
  const create = useAct('vault.create');
  const protect = useAct('window.protect');
  const [isUnlike, setUnlike] = useState(false);
  // The one secret that a page shows: it exists to be written down, and leaves with this page.
  const [recoveryKey, setRecoveryKey] = useState<string>();
  const [isWritten, setWritten] = useState(false);
  const [hasCapsLock, setCapsLock] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const isSame = field('passphrase') === field('again');
    setUnlike(!isSame);
    if (!isSame) return;
    begin();
    const made = await create.run({ passphrase: field('passphrase') });
    if (made === undefined) end();
    else setRecoveryKey(made.recoveryKey);
  };
  const finish = async () => {
    await protect.run({ isOn: false });
    end();
  };
  if (recoveryKey !== undefined && isWritten)
    return <RecoveryCheck recoveryKey={recoveryKey} back={() => setWritten(false)} finish={finish} />;
  if (recoveryKey !== undefined) return <RecoveryKey recoveryKey={recoveryKey} next={() => setWritten(true)} />;
  return (
    <Centred
      title="Welcome to Keybearer"
      lead="It keeps your exchange keys and their two-factor secrets in one sealed vault, so that no bot ever holds them."
    >
      <form onSubmit={submit} className="space-y-4">
        <SecretField
          name="passphrase"
          label="Choose a passphrase"
          hint="Five or six random words are strong and easy to type."
          isFirst
          onCapsLock={setCapsLock}
        />
        <SecretField name="again" label="Type it again" onCapsLock={setCapsLock} />
        <CapsLockHint isOn={hasCapsLock} />
        {isUnlike ? (
          <p role="alert" className="text-bad">
            The two differ. Type both again.
          </p>
        ) : null}
        {create.error === undefined ? null : <Failed error={create.error} />}
        {create.isBusy ? <Progress words="Making the vault" /> : null}
        <Button look="primary" type="submit" isWide isDisabled={create.isBusy}>
          Make the vault
        </Button>
      </form>
    </Centred>
  );
}
