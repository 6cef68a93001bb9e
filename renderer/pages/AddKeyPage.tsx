import { ArrowLeft } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-aria-components';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import { useAct } from '../bridge.ts';
import { type KeyDraft, keyInputOf, startingDraft, usesOf } from '../key-draft.ts';
import { Button } from '../parts/Button.tsx';
import { CredentialFields } from '../parts/CredentialFields.tsx';
import { ExchangeField } from '../parts/ExchangeField.tsx';
import { Failed } from '../parts/Failed.tsx';
import { Field } from '../parts/Field.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { GuidanceCard } from '../parts/GuidanceCard.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { TwoFactorFields } from '../parts/TwoFactorFields.tsx';
import { takeForm } from '../parts/take-form.ts';
import { UsedByFields } from '../parts/UsedByFields.tsx';
import { go, hrefOf } from '../route.ts';

export function AddKeyPage() {
  const add = useAct('keys.add');
  const [draft, setDraft] = useState<KeyDraft>(startingDraft);
  const change = (part: Partial<KeyDraft>) => setDraft({ ...draft, ...part });
  const verdict = verdictOf({ exchange: draft.exchange, usedBy: usesOf(draft) });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const added = await add.run({ passphrase: field('passphrase'), ask: keyInputOf(draft, verdict, field) });
    if (added !== undefined) go({ page: 'key', id: added.id });
  };
  return (
    <form onSubmit={submit} className="max-w-3xl">
      <Link
        href={hrefOf({ page: 'keys' })}
        className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-muted data-hovered:text-text"
      >
        <ArrowLeft aria-hidden className="size-4" /> Keys
      </Link>
      <PageHead title="Add a key" lead="It goes straight into the vault. Nothing is sent to the exchange." />
      <div className="space-y-4">
        <FormSection title="The key">
          <div className="grid grid-cols-2 gap-4">
            <ExchangeField value={draft.exchange} onChange={(exchange) => change({ exchange })} />
            <Field
              name="label"
              label="Label"
              hint="Lower case, digits, dots and dashes: kraken-main"
              pattern="[a-z0-9][a-z0-9._\-]{0,62}"
            />
          </div>
          <CredentialFields exchange={draft.exchange} />
          <Field
            name="endpoint"
            label="Address of the exchange"
            type="url"
            hint="Only for the practice exchange or a proxy of yours."
            isOptional
          />
        </FormSection>
        <FormSection title="Who uses it?">
          <UsedByFields draft={draft} onChange={change} />
          <div aria-live="polite">
            <GuidanceCard verdict={verdict} twoFactor="none" />
          </div>
        </FormSection>
        <FormSection title="Two-factor authentication of this key">
          <TwoFactorFields draft={draft} verdict={verdict} onChange={change} />
        </FormSection>
        <FormSection title="Confirm">
          <SecretField
            name="passphrase"
            label="Passphrase of the vault"
            hint="Asked each time something widens what bots can reach."
          />
          {add.error === undefined ? null : <Failed error={add.error} />}
          <div className="flex gap-2">
            <Button look="primary" type="submit" isDisabled={add.isBusy}>
              {add.isBusy ? 'Adding…' : 'Add the key'}
            </Button>
            <Button look="quiet" onPress={() => go({ page: 'keys' })}>
              Cancel
            </Button>
          </div>
        </FormSection>
      </div>
    </form>
  );
}
