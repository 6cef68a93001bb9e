import { CircleCheck, CircleOff } from 'lucide-react';
import type { FormEvent } from 'react';
import type { KeychainView } from '../../shared/window-views.ts';
import { useAct, useBridge } from '../bridge.ts';
import { Button } from './Button.tsx';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

/** Whether the system's keychain opens the vault when the app starts. */
export function KeychainSection() {
  const keychain = useBridge('vault.keychain', {});
  return (
    <FormSection title="Open with the system's keychain">
      <p className="max-w-[75ch] text-pretty">
        The vault then opens by itself when Keybearer starts, so that bots go on after a restart without the passphrase.
        In return, whoever can log in to this computer as you can open it, and so can any program that runs as you.
      </p>
      {keychain.state === 'loading' ? <Progress words="Asking the keychain" /> : null}
      {keychain.state === 'failed' ? <Failed error={keychain.error} again={keychain.again} /> : null}
      {keychain.state === 'ready' ? <Switch view={keychain.value} /> : null}
    </FormSection>
  );
}

function Switch({ view }: { readonly view: KeychainView }) {
  const set = useAct('vault.keychain.set');
  const turnOn = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    await set.run({ isOn: true, passphrase: takeForm(event.currentTarget)('passphrase') });
  };
  return (
    <div className="space-y-4">
      {view.on ? (
        <Chip tone="good" Icon={CircleCheck}>
          On
        </Chip>
      ) : (
        <Chip tone="neutral" Icon={CircleOff}>
          Off
        </Chip>
      )}
      {view.why === null ? null : <Note tone={view.on ? 'warn' : 'neutral'}>{view.why}</Note>}
      {set.error === undefined ? null : <Failed error={set.error} />}
      {view.on ? (
        <div>
          <Button isDisabled={set.isBusy} onPress={() => set.run({ isOn: false })}>
            Turn off
          </Button>
        </div>
      ) : null}
      {!view.on && view.fit ? (
        <form onSubmit={turnOn} className="space-y-4">
          <div className="max-w-sm">
            <SecretField name="passphrase" label="Passphrase of the vault" />
          </div>
          {set.isBusy ? <Progress words="Checking the passphrase" /> : null}
          <Button type="submit" isDisabled={set.isBusy}>
            Turn on
          </Button>
        </form>
      ) : null}
    </div>
  );
}
