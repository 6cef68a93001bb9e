import type { KeyFinding } from '../../shared/window-views.ts';
import type { KeyDraft } from '../key-draft.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';
import { CredentialFields } from './CredentialFields.tsx';
import { ExchangeField } from './ExchangeField.tsx';
import { Field } from './Field.tsx';
import { KeyFindings } from './KeyFindings.tsx';
import { SelectField } from './SelectField.tsx';

interface Props {
  readonly draft: KeyDraft;
  readonly findings: readonly KeyFinding[];
  readonly onChange: (part: Partial<KeyDraft>) => void;
}

/** What a key is: its exchange, its name here, its two parts, where it goes. */
export function KeyIdentityFields({ draft, findings, onChange }: Props) {
  const isForeign = findings.some(({ field, level }) => field === 'endpoint' && level === 'doubt');
  const tiers = [
    { value: 'starter', words: t('keys.tierStarter') },
    { value: 'intermediate', words: t('keys.tierIntermediate') },
    { value: 'pro', words: t('keys.tierPro') },
    { value: 'unlimited', words: t('keys.tierUnlimited') },
  ];
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-4">
        <ExchangeField value={draft.exchange} onChange={(exchange) => onChange({ exchange })} />
        <div>
          <Field name="label" label={t('keys.label')} hint={t('keys.labelHint')} pattern="[a-z0-9][a-z0-9._\-]{0,62}" />
          <KeyFindings findings={findings} field="label" />
        </div>
      </div>
      <CredentialFields exchange={draft.exchange} findings={findings} />
      <div className="grid grid-cols-2 items-start gap-4">
        <Field name="title" label={t('keys.titleField')} hint={t('keys.titleHint')} isOptional />
        {draft.exchange === 'kraken' ? (
          <SelectField
            name="tier"
            label={t('keys.tier')}
            hint={t('keys.tierHint')}
            options={tiers}
            defaultValue="starter"
          />
        ) : null}
      </div>
      <div>
        <Field name="endpoint" label={t('keys.address')} type="url" hint={t('keys.addressHint')} isOptional />
        <KeyFindings findings={findings} field="endpoint" />
        {isForeign ? (
          <Checkbox
            label={t('keys.confirmAddress')}
            isSelected={draft.isConfirmed}
            onChange={(isConfirmed) => onChange({ isConfirmed })}
          />
        ) : null}
      </div>
    </>
  );
}
