import { useId } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { t } from '../strings.ts';
import { FormSection } from './FormSection.tsx';
import { SettingsForm } from './SettingsForm.tsx';

/** A line is one argument, whatever is in it: no shell reads them. */
const linesOf = (text: string): string[] | null => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length === 0 ? null : lines;
};

/** The program that is told what the owner should know. */
export function NotifySection({ settings }: { readonly settings: Settings }) {
  const id = useId();
  return (
    <FormSection title={t('settings.command')}>
      <p className="text-pretty">{t('settings.commandLead')}</p>
      <SettingsForm settings={settings} read={(field) => ({ 'notify.command': linesOf(field('command')) })}>
        <div className="space-y-1">
          <label htmlFor={id} className="block font-medium">
            {t('settings.commandField')}
          </label>
          <textarea
            id={id}
            name="command"
            rows={3}
            spellCheck={false}
            defaultValue={(settings['notify.command'] ?? []).join('\n')}
            aria-describedby={`${id}-hint`}
            className="block w-full rounded-field border border-line-strong bg-surface px-3 py-2 font-mono"
          />
          <p id={`${id}-hint`} className="text-small text-muted">
            {t('settings.commandHint')}
          </p>
        </div>
      </SettingsForm>
    </FormSection>
  );
}
