import type { FormEvent, ReactNode } from 'react';
import type { Problem } from '../../shared/errors.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly title: string;
  readonly lead?: string;
  /** What the button does, as a verb. */
  readonly button: string;
  readonly look?: 'primary' | 'danger';
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly error: Problem | undefined;
  readonly onClose: () => void;
  /** `field` reads other fields of the form, once. */
  readonly onConfirm: (passphrase: string, field: (name: string) => string) => void;
  /** Further fields, above the passphrase. */
  readonly children?: ReactNode;
}

/** Asks for the passphrase before what widens or can't be undone. What was typed is never kept. */
export function PassphraseDialog(props: Props) {
  const { title, lead, button, look = 'primary', isOpen, isBusy, error, onClose, onConfirm, children } = props;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    onConfirm(field('passphrase'), field);
  };
  return (
    <Dialog title={title} {...(lead === undefined ? {} : { lead })} isOpen={isOpen} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        {children}
        <SecretField name="passphrase" label={t('common.passphrase')} isFirst />
        {error === undefined ? null : <Failed error={error} />}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button look={look} type="submit" isDisabled={isBusy}>
            {isBusy ? t('common.working') : button}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
