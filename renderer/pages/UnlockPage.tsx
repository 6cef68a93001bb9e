import { ArrowBigUp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useAct } from '../bridge.ts';
import { Button } from '../parts/Button.tsx';
import { Centred } from '../parts/Centred.tsx';
import { Failed } from '../parts/Failed.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { takeForm } from '../parts/take-form.ts';

export function UnlockPage() {
  const unseal = useAct('vault.unseal');
  const [hasCapsLock, setCapsLock] = useState(false);
  const [isRecovery, setRecovery] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = takeForm(form);
    const opened = await unseal.run({ passphrase: field('passphrase'), recovery: isRecovery });
    if (opened === undefined) form.querySelector('input')?.focus();
  };
  return (
    <Centred
      title="The vault is sealed"
      lead="Your bots wait, and no key is in memory. Open the vault to let them go on."
    >
      <form onSubmit={submit} className="space-y-4">
        {/* A new field for each kind, so that what was typed for one is not sent as the other. */}
        <SecretField
          key={String(isRecovery)}
          name="passphrase"
          label={isRecovery ? 'Recovery key' : 'Passphrase'}
          isFirst
          onCapsLock={setCapsLock}
        />
        <p role="status" className="empty:hidden">
          {hasCapsLock ? (
            <span className="flex items-center gap-1.5 text-small text-warn">
              <ArrowBigUp aria-hidden className="size-4" /> Caps Lock is on
            </span>
          ) : null}
        </p>
        {unseal.error === undefined ? null : <Failed error={unseal.error} />}
        <Button look="primary" type="submit" isWide isDisabled={unseal.isBusy}>
          {unseal.isBusy ? 'Opening…' : 'Open the vault'}
        </Button>
        <Button look="quiet" isWide onPress={() => setRecovery(!isRecovery)}>
          {isRecovery ? 'Use the passphrase' : 'Use the recovery key'}
        </Button>
      </form>
    </Centred>
  );
}
