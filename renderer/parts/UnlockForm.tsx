import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { CapsLockHint } from './CapsLockHint.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';
import { UnlockFailed } from './UnlockFailed.tsx';
import { UnlockWait } from './UnlockWait.tsx';

interface Props {
  readonly isRecovery: boolean;
  readonly button: string;
}

const passphrase = { label: t('unlock.passphrase') };
const recoveryKey = { label: t('unlock.recoveryKey'), hint: t('unlock.recoveryHint') };

/** Asks for what opens the vault, or shows a locked window again. */
export function UnlockForm({ isRecovery, button }: Props) {
  const unlock = useAct('window.unlock');
  const [hasCapsLock, setCapsLock] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = takeForm(form);
    const opened = await unlock.run({ passphrase: field('passphrase'), recovery: isRecovery });
    if (opened !== undefined) return;
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
      {unlock.error === undefined ? null : <UnlockFailed error={unlock.error} />}
      <UnlockWait />
      {unlock.isBusy ? <Progress words={t('unlock.opening')} /> : null}
      <Button look="primary" type="submit" isWide isDisabled={unlock.isBusy}>
        {button}
      </Button>
    </form>
  );
}
