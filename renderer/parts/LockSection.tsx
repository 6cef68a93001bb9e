import type { Settings } from '../../shared/settings.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { SelectField } from './SelectField.tsx';
import { SettingsForm } from './SettingsForm.tsx';

interface Props {
  readonly settings: Settings;
}

const minutes = [1, 5, 10, 15, 30, 60, 120];
const hours = [1, 6, 12, 24, 72, 168];
const numberOf = (text: string): number | null => (text === '' ? null : Number(text));

/** When the window locks by itself, and when the vault is sealed by itself. */
export function LockSection({ settings }: Props) {
  return (
    <FormSection title={t('settings.locking')}>
      <SettingsForm
        settings={settings}
        read={(field) => ({
          'lock.afterIdleMinutes': numberOf(field('lock.afterIdleMinutes')),
          'seal.afterIdleHours': numberOf(field('seal.afterIdleHours')),
        })}
      >
        <div className="grid grid-cols-2 gap-4">
          <SelectField
            name="lock.afterIdleMinutes"
            label={t('settings.lockAfter')}
            hint={t('settings.lockHint')}
            options={optionsOf(minutes, settings['lock.afterIdleMinutes'], 'minute')}
            defaultValue={textOf(settings['lock.afterIdleMinutes'])}
          />
          <SelectField
            name="seal.afterIdleHours"
            label={t('settings.sealAfter')}
            hint={t('settings.sealHint')}
            options={optionsOf(hours, settings['seal.afterIdleHours'], 'hour')}
            defaultValue={textOf(settings['seal.afterIdleHours'])}
          />
        </div>
      </SettingsForm>
    </FormSection>
  );
}

const textOf = (value: number | null): string => (value === null ? '' : String(value));

/** The usual ones, what is set now, and never. */
function optionsOf(usual: readonly number[], now: number | null, unit: 'minute' | 'hour') {
  const numbers = [...new Set(now === null ? usual : [...usual, now])].sort((a, b) => a - b);
  const words = (value: number) =>
    new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  const never = { value: '', words: t('settings.never') };
  return [...numbers.map((value) => ({ value: String(value), words: words(value) })), never];
}
