import type { Settings } from '../../shared/settings.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { Labelled } from './Labelled.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** A line is one argument, whatever is in it: no shell reads them. */
const linesOf = (text: string): string[] | null => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? null : lines;
};

/** The program that is told what the owner should know. */
export function NotifySection({ settings }: { readonly settings: Settings }) {
  return (
    <FormSection title={t('settings.command')}>
      <p className="text-pretty">{t('settings.commandLead')}</p>
      <SettingsForm settings={settings} read={(field) => ({ 'notify.command': linesOf(field('command')) })}>
        <Labelled label={t('settings.commandField')} hint={t('settings.commandHint')}>
          {(ids) => (
            <textarea
              {...ids}
              name="command"
              rows={3}
              spellCheck={false}
              defaultValue={(settings['notify.command'] ?? []).join('\n')}
              className="block w-full rounded-field border border-line-strong bg-surface px-3 py-2 font-mono"
            />
          )}
        </Labelled>
      </SettingsForm>
    </FormSection>
  );
}
