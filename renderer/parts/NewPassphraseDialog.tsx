import { useState } from 'react';
import type { Problem } from '../../shared/errors.ts';
import { t } from '../strings.ts';
import { NewPassphrase } from './NewPassphrase.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { SecretField } from './SecretField.tsx';

interface Props {
  readonly title: string;
  readonly button: string;
  /** What the new passphrase is for. */
  readonly label: string;
  readonly again: string;
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  readonly error: Problem | undefined;
  readonly onClose: () => void;
  /** Called where both typings of the new one are the same. */
  readonly onConfirm: (passphrase: string, next: string) => void;
}

/** Asks for a new passphrase, judged and typed twice, and for the vault's own. */
export function NewPassphraseDialog({ label, again, onConfirm, ...dialog }: Props) {
  const [isUnlike, setUnlike] = useState(false);
  // A new field each time, so that what was judged is not what was cleared.
  const [tries, setTries] = useState(0);
  const confirm = (passphrase: string, field: (name: string) => string) => {
    setTries(tries + 1);
    const next = field('next');
    const isSame = next === field('again');
    setUnlike(!isSame);
    if (isSame) onConfirm(passphrase, next);
  };
  return (
    <PassphraseDialog {...dialog} onConfirm={confirm}>
      <NewPassphrase key={tries} name="next" label={label} />
      <SecretField name="again" label={again} />
      {isUnlike ? (
        <p role="alert" className="text-bad">
          {t('welcome.differ')}
        </p>
      ) : null}
    </PassphraseDialog>
  );
}
