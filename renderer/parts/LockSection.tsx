import { type FormEvent, useState } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { useAct } from '../bridge.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { SelectField } from './SelectField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly settings: Settings;
}

const fields = ['lock.afterIdleMinutes', 'seal.afterIdleHours'] as const;
const minutes = [1, 5, 10, 15, 30, 60, 120];
const hours = [1, 6, 12, 24, 72, 168];

/** When the window locks by itself, and when the vault is sealed by itself. */
export function LockSection({ settings }: Props) {
  const set = useAct('settings.set');
  const [isSaved, setSaved] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    setSaved(false);
    for (const name of fields) {
      const value = field(name) === '' ? null : Number(field(name));
      if (value === settings[name]) continue;
      if ((await set.run({ name, value, passphrase: field('passphrase') })) === undefined) return;
    }
    setSaved(true);
  };
  return (
    <FormSection title="Locking and sealing">
      <form onSubmit={submit} className="space-y-4">
        <div className="grid grid-cols-2 gap-4">
          <SelectField
            name="lock.afterIdleMinutes"
            label="Lock the window after"
            hint="Without a key pressed or the pointer moved in it. It also locks with the screen and when the computer sleeps. Bots go on."
            options={optionsOf(minutes, settings['lock.afterIdleMinutes'], 'minute')}
            defaultValue={textOf(settings['lock.afterIdleMinutes'])}
          />
          <SelectField
            name="seal.afterIdleHours"
            label="Seal the vault after"
            hint="Without a call of any bot. Bots then wait until you open the vault again."
            options={optionsOf(hours, settings['seal.afterIdleHours'], 'hour')}
            defaultValue={textOf(settings['seal.afterIdleHours'])}
          />
        </div>
        <div className="max-w-sm">
          <SecretField name="passphrase" label="Passphrase of the vault" />
        </div>
        {set.error === undefined ? null : <Failed error={set.error} />}
        {set.isBusy ? <Progress words="Checking the passphrase" /> : null}
        <div className="flex items-center gap-3">
          <Button look="primary" type="submit" isDisabled={set.isBusy}>
            Save
          </Button>
          <p role="status" className="text-muted">
            {isSaved ? 'Saved' : ''}
          </p>
        </div>
      </form>
    </FormSection>
  );
}

const textOf = (value: number | null): string => (value === null ? '' : String(value));

/** The usual ones, what is set now, and never. */
function optionsOf(usual: readonly number[], now: number | null, unit: 'minute' | 'hour') {
  const numbers = [...new Set(now === null ? usual : [...usual, now])].sort((a, b) => a - b);
  const words = (value: number) =>
    new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  return [...numbers.map((value) => ({ value: String(value), words: words(value) })), { value: '', words: 'Never' }];
}
