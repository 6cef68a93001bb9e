import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { CapsLockHint } from '../parts/CapsLockHint.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Note } from '../parts/Note.tsx';
import { Progress } from '../parts/Progress.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { takeForm } from '../parts/take-form.ts';

interface Props {
  /** Else only the window is locked, and the bots go on. */
  readonly isSealed: boolean;
  /** Why the keychain did not open the vault. */
  readonly note: string | null;
}

const sealedWords = {
  title: 'The vault is sealed',
  lead: 'Your bots wait, and no key is in memory. Open the vault to let them go on.',
  button: 'Open the vault',
} as const;
const lockedWords = {
  title: 'The window is locked',
  lead: 'The vault is open and your bots go on within their grants. The passphrase shows the window again.',
  button: 'Unlock',
} as const;

export function UnlockPage({ isSealed, note }: Props) {
  const unlock = useAct('window.unlock');
  const seal = useAct('vault.seal');
  const [hasCapsLock, setCapsLock] = useState(false);
  const [isRecovery, setRecovery] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const words = isSealed ? sealedWords : lockedWords;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = takeForm(form);
    const opened = await unlock.run({ passphrase: field('passphrase'), recovery: isSealed && isRecovery });
    if (opened !== undefined) return;
    setFailed(true);
    form.querySelector('input')?.focus();
  };
  return (
    <Centred title={words.title} lead={words.lead}>
      <form onSubmit={submit} className="space-y-4">
        {note === null ? null : <Note>The keychain did not open the vault. {note}</Note>}
        {/* A new field for each kind, so that what was typed for one is not sent as the other. */}
        <SecretField
          key={String(isSealed && isRecovery)}
          name="passphrase"
          label={isSealed && isRecovery ? 'Recovery key' : 'Passphrase'}
          isFirst
          onCapsLock={setCapsLock}
        />
        <CapsLockHint isOn={hasCapsLock} />
        {unlock.error === undefined ? null : <Failed error={unlock.error} />}
        {seal.error === undefined ? null : <Failed error={seal.error} />}
        {unlock.isBusy ? (
          <Progress words={hasFailed ? 'Opening. After wrong passphrases this takes longer.' : 'Opening'} />
        ) : null}
        <Button look="primary" type="submit" isWide isDisabled={unlock.isBusy}>
          {words.button}
        </Button>
        {isSealed ? (
          <Button look="quiet" isWide onPress={() => setRecovery(!isRecovery)}>
            {isRecovery ? 'Use the passphrase' : 'Use the recovery key'}
          </Button>
        ) : (
          <Button look="quiet" isWide isDisabled={seal.isBusy} onPress={() => seal.run({})}>
            Seal the vault instead, and stop the bots
          </Button>
        )}
      </form>
    </Centred>
  );
}
