import { type FormEvent, useState } from 'react';
import type { WindowResult } from '../../shared/window-api.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { ConnectWish } from './ConnectWish.tsx';
import { Failed } from './Failed.tsx';
import { Field } from './Field.tsx';
import { FormSection } from './FormSection.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly keys: readonly string[];
}

interface Found {
  readonly code: string;
  readonly wish: WindowResult<'pairs.show'>;
}

/** A bot that shows a code: typed in here, it tells which bot asks, and what for. */
export function ConnectByCode({ keys }: Props) {
  const look = useAct('pairs.show');
  const [found, find] = useState<Found>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const code = field('code').trim();
    const wish = await look.run({ passphrase: field('passphrase'), ask: { code } });
    if (wish !== undefined) find({ code, wish });
  };
  if (found !== undefined)
    return <ConnectWish code={found.code} wish={found.wish} keys={keys} onBack={() => find(undefined)} />;
  return (
    <form onSubmit={submit}>
      <FormSection title={t('bots.codeTitle')}>
        <Field
          name="code"
          label={t('bots.code')}
          hint={t('bots.codeHint')}
          pattern="\s*[0-9A-Fa-f]{4}[\s\-]?[0-9A-Fa-f]{4}\s*"
        />
        <SecretField name="passphrase" label={t('common.passphrase')} hint={t('common.passphraseHint')} />
        {look.error === undefined ? null : <Failed error={look.error} />}
        <Button look="primary" type="submit" isDisabled={look.isBusy}>
          {look.isBusy ? t('common.working') : t('bots.look')}
        </Button>
      </FormSection>
    </form>
  );
}
