import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from './Button.tsx';
import { CapsLockHint } from './CapsLockHint.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly isRecovery: boolean;
  readonly button: string;
}

const passphrase = { label: 'Passphrase' } as const;
const recoveryKey = { label: 'Recovery key', hint: 'All 14 groups, with or without the dashes.' } as const;

/** Asks for what opens the vault, or shows a locked window again. */
export function UnlockForm({ isRecovery, button }: Props) {
  const unlock = useAct('window.unlock');
  const [hasCapsLock, setCapsLock] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = takeForm(form);
    const opened = await unlock.run({ passphrase: field('passphrase'), recovery: isRecovery });
    if (opened !== undefined) return;
    setFailed(true);
    form.querySelector('input')?.focus();
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <SecretField
        {...(isRecovery ? recoveryKey : passphrase)}
        name="passphrase"
        isFirst
        // The case of a recovery key does not count.
        {...(isRecovery ? {} : { onCapsLock: setCapsLock })}
      />
      <CapsLockHint isOn={hasCapsLock} />
      {unlock.error === undefined ? null : <Failed error={unlock.error} />}
      {unlock.isBusy ? (
        <Progress words={hasFailed ? 'Opening. After wrong tries this takes longer.' : 'Opening'} />
      ) : null}
      <Button look="primary" type="submit" isWide isDisabled={unlock.isBusy}>
        {button}
      </Button>
    </form>
  );
}
