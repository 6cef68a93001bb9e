import { type FocusEvent, type FormEvent, useState } from 'react';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import type { KeyFinding } from '../../shared/window-views.ts';
import { useAct } from '../bridge.ts';
import { draftInputOf, type KeyDraft, keyInputOf, startingDraft, usesOf } from '../key-draft.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { Button } from '../parts/Button.tsx';
import { Failed } from '../parts/Failed.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { GuidanceCard } from '../parts/GuidanceCard.tsx';
import { KeyIdentityFields } from '../parts/KeyIdentityFields.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { TwoFactorFields } from '../parts/TwoFactorFields.tsx';
import { fieldsOf, takeForm } from '../parts/take-form.ts';
import { UsedByFields } from '../parts/UsedByFields.tsx';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';

/** A new key: its two parts are looked at as they are pasted, and the verdict follows who uses it. */
export function AddKeyPage() {
  const add = useAct('keys.add');
  const check = useAct('keys.check');
  const { say } = useUi();
  const [draft, setDraft] = useState<KeyDraft>(startingDraft);
  const [findings, setFindings] = useState<readonly KeyFinding[]>([]);
  const change = (part: Partial<KeyDraft>) => setDraft({ ...draft, ...part });
  const verdict = verdictOf({ exchange: draft.exchange, usedBy: usesOf(draft) });
  const look = async ({ target, currentTarget }: FocusEvent<HTMLFormElement>) => {
    if (!(target instanceof HTMLInputElement) || target.name === 'passphrase') return;
    setFindings((await check.run(draftInputOf(draft, fieldsOf(currentTarget)))) ?? []);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const added = await add.run({ passphrase: field('passphrase'), ask: keyInputOf(draft, verdict, field) });
    if (added === undefined) return;
    for (const warning of added.warnings) say('warn', warning);
    go({ page: 'key', id: added.id });
  };
  return (
    <form onSubmit={submit} onBlur={look} className="max-w-3xl">
      <BackLink to={{ page: 'keys' }}>{t('keys.back')}</BackLink>
      <PageHead title={t('keys.add')} lead={t('keys.addLead')} />
      <div className="space-y-4">
        <FormSection title={t('keys.theKey')}>
          <KeyIdentityFields draft={draft} findings={findings} onChange={change} />
        </FormSection>
        <FormSection title={t('keys.whoUses')}>
          <UsedByFields draft={draft} onChange={change} />
          <div aria-live="polite">
            <GuidanceCard verdict={verdict} twoFactor="none" />
          </div>
        </FormSection>
        <FormSection title={t('keys.factorOfKey')}>
          <TwoFactorFields draft={draft} verdict={verdict} findings={findings} onChange={change} />
        </FormSection>
        <FormSection title={t('keys.confirm')}>
          <SecretField name="passphrase" label={t('common.passphrase')} hint={t('common.passphraseHint')} />
          {add.error === undefined ? null : <Failed error={add.error} />}
          <div className="flex gap-2">
            <Button look="primary" type="submit" isDisabled={add.isBusy}>
              {add.isBusy ? t('keys.adding') : t('keys.addDo')}
            </Button>
            <Button look="quiet" onPress={() => go({ page: 'keys' })}>
              {t('common.cancel')}
            </Button>
          </div>
        </FormSection>
      </div>
    </form>
  );
}
