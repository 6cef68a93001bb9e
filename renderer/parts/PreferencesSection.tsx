import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Preferences } from '../../shared/window-views.ts';
import { useAct, useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Rows } from './Rows.tsx';

/** How the app behaves on this computer; each change is kept at once. */
export function PreferencesSection() {
  const preferences = useBridge('preferences.list', {});
  if (preferences.state === 'loading') return <Rows />;
  if (preferences.state === 'failed') return <Failed error={preferences.error} again={preferences.again} />;
  return <Switches preferences={preferences.value} />;
}

const themes = [
  { value: 'system', words: 'settings.themeSystem' },
  { value: 'light', words: 'settings.themeLight' },
  { value: 'dark', words: 'settings.themeDark' },
] as const;

function Switches({ preferences }: { readonly preferences: Preferences }) {
  const set = useAct('preferences.set');
  return (
    <FormSection title={t('settings.app')}>
      <RadioGroup
        value={preferences.theme}
        onChange={(value) => {
          const theme = themes.find((one) => one.value === value)?.value;
          if (theme !== undefined) void set.run({ theme });
        }}
        className="space-y-1"
      >
        <Label className="block font-medium">{t('settings.theme')}</Label>
        <div className="flex flex-wrap gap-1">
          {themes.map(({ value, words }) => (
            <Radio
              key={value}
              value={value}
              className="min-h-8 cursor-default rounded-field border border-line bg-surface px-3 py-1.5 data-focus-visible:outline-2 data-focus-visible:outline-accent data-hovered:bg-hover data-selected:border-accent data-selected:bg-accent-soft data-selected:font-medium data-selected:text-accent"
            >
              {t(words)}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <p>
        <span className="font-medium">{t('settings.language')}</span>{' '}
        <span className="text-muted">{t('settings.english')}</span>
      </p>
      <div>
        <Checkbox
          label={t('settings.background')}
          hint={t('settings.backgroundHint')}
          isSelected={preferences.runInBackground}
          onChange={(runInBackground) => void set.run({ runInBackground })}
        />
        <Checkbox
          label={t('settings.login')}
          hint={t('settings.loginHint')}
          isSelected={preferences.openAtLogin}
          onChange={(openAtLogin) => void set.run({ openAtLogin })}
        />
        <Checkbox
          label={t('settings.notify')}
          hint={t('settings.notifyHint')}
          isSelected={preferences.notifications}
          onChange={(notifications) => void set.run({ notifications })}
        />
        <Checkbox
          label={t('settings.updates')}
          hint={t('settings.updatesHint')}
          isSelected={preferences.lookForUpdates}
          onChange={(lookForUpdates) => void set.run({ lookForUpdates })}
        />
      </div>
      {set.error === undefined ? null : <Failed error={set.error} />}
    </FormSection>
  );
}
