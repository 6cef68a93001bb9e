import { type FormEvent, useState } from 'react';
import { isGroup, pickGroups } from '../../shared/recovery-groups.ts';
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
    <Centred title="Type three groups from your copy" lead="So that you know it is whole and readable.">
      <form onSubmit={submit} className="space-y-5">
        <div className="grid grid-cols-3 gap-3">
          {asked.map((number, place) => (
            <SecretField key={number} name={nameOf(number)} label={`Group ${number}`} isFirst={place === 0} isShown />
          ))}
        </div>
        {wrong.length === 0 ? null : (
          <p role="alert" className="text-bad">
            {wrong.length === 1 ? 'Group' : 'Groups'} {list.format(wrong.map(String))}{' '}
            {wrong.length === 1 ? 'differs' : 'differ'} from the key that was shown. Type all three again.
          </p>
        )}
        <Button look="primary" type="submit" isWide>
          Go on
        </Button>
        <Button look="quiet" isWide onPress={back}>
          Show the key again
        </Button>
      </form>
    </Centred>
  );
}

const nameOf = (number: number): string => `group-${number}`;
