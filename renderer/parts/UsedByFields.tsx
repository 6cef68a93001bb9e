import { CheckboxGroup, Label } from 'react-aria-components';
import type { KeyDraft } from '../key-draft.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';
import { Field } from './Field.tsx';

interface Props {
  readonly draft: KeyDraft;
  readonly onChange: (part: Partial<KeyDraft>) => void;
}

export function UsedByFields({ draft, onChange }: Props) {
  return (
    <div className="space-y-3">
      <CheckboxGroup value={[...draft.uses]} onChange={(uses) => onChange({ uses })}>
        <Label className="mb-1 block text-muted">{t('keys.usesLabel')}</Label>
        <Checkbox value="bots" label={t('keys.usesBots')} />
        {draft.exchange === 'kraken' ? <Checkbox value="kraken-pro-mobile" label={t('keys.usesMobile')} /> : null}
        <Checkbox value="service" label={t('keys.usesService')} hint={t('keys.usesServiceHint')} />
        <Checkbox value="unsure" label={t('keys.usesUnsure')} />
      </CheckboxGroup>
      {draft.uses.includes('service') ? (
        <div className="grid grid-cols-2 gap-4 ps-6">
          <Field
            name="service"
            label={t('keys.serviceName')}
            defaultValue={draft.service}
            onChange={(service) => onChange({ service })}
          />
          <Field
            name="confirmed"
            label={t('keys.serviceConfirmed')}
            type="date"
            isOptional
            hint={t('keys.serviceConfirmedHint')}
            defaultValue={draft.confirmed}
            onChange={(confirmed) => onChange({ confirmed })}
          />
        </div>
      ) : null}
    </div>
  );
}
