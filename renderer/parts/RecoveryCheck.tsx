import { type FormEvent, useState } from 'react';
import { isGroup, pickGroups } from '../../shared/recovery-groups.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Centred } from './Centred.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly recoveryKey: string;
  readonly back: () => void;
  readonly finish: () => void;
}

const list = new Intl.ListFormat('en-GB');
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Asks for some groups of the recovery key, so that nobody goes on with a key that is not on paper. */
export function RecoveryCheck({ recoveryKey, back, finish }: Props) {
  const groups = recoveryKey.split('-');
  const [asked] = useState(() => pickGroups(random, groups.length));
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = takeForm(form);
    const differing = asked.filter((number) => !isGroup(field(nameOf(number)), groups[number - 1] ?? ''));
    setWrong(differing);
    if (differing.length === 0) finish();
    else form.querySelector('input')?.focus();
  };
  return (
    <Centred title={t('recovery.check')} lead={t('recovery.checkLead')}>
      <form onSubmit={submit} className="space-y-5">
        <div className="grid grid-cols-3 gap-3">
          {asked.map((number, place) => (
            <SecretField
              key={number}
              name={nameOf(number)}
              label={t('recovery.group', { number })}
              isFirst={place === 0}
              isShown
            />
          ))}
        </div>
        {wrong.length === 0 ? null : (
          <p role="alert" className="text-bad">
            {t('recovery.differs', { count: wrong.length, groups: list.format(wrong.map(String)) })}
          </p>
        )}
        <Button look="primary" type="submit" isWide>
          {t('recovery.goOn')}
        </Button>
        <Button look="quiet" isWide onPress={back}>
          {t('recovery.showAgain')}
        </Button>
      </form>
    </Centred>
  );
}

const nameOf = (number: number): string => `group-${number}`;
