import type { Settings } from '../../shared/settings.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { NumberField } from './NumberField.tsx';
import { SettingsForm } from './SettingsForm.tsx';

const numberOf = (text: string): number | null => (text === '' ? null : Number(text));

/** How long calls are kept. */
export function LogSection({ settings }: { readonly settings: Settings }) {
  return (
    <FormSection title={t('settings.log')}>
      <SettingsForm
        settings={settings}
        read={(field) => ({
          'log.keepDays': numberOf(field('days')),
          'log.maxMegabytes': numberOf(field('size')),
        })}
      >
        <div className="grid grid-cols-2 gap-4">
          <NumberField
            {...{ name: 'days', min: 1, max: 3650 }}
            label={t('settings.logDays')}
            hint={t('settings.logDaysHint')}
            defaultValue={settings['log.keepDays']}
          />
          <NumberField
            {...{ name: 'size', min: 10, max: 100_000 }}
            label={t('settings.logSize')}
            hint={t('settings.logSizeHint')}
            defaultValue={settings['log.maxMegabytes']}
          />
        </div>
      </SettingsForm>
    </FormSection>
  );
}
