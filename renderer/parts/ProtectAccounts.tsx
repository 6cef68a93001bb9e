import { CircleCheck } from 'lucide-react';
import { Label, RadioGroup } from 'react-aria-components';
import type { ReadFactor } from '../held.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Choice } from './Choice.tsx';
import { Note } from './Note.tsx';

interface Props {
  readonly read: ReadFactor;
  readonly onRead: (read: ReadFactor) => void;
  readonly startOver: () => void;
}

/** What a file held: one account, or which of several it is. */
export function ProtectAccounts({ read, onRead, startOver }: Props) {
  const { accounts, refused } = read.view;
  const chosen = accounts.find(({ n }) => n === read.account);
  return (
    <>
      {accounts.length === 0 ? null : (
        <p role="status" className="flex items-center gap-2.5 font-medium text-good">
          <CircleCheck aria-hidden className="size-4 shrink-0" /> {t('protect.readOk')}
        </p>
      )}
      <RadioGroup
        value={String(read.account)}
        onChange={(value) => onRead({ ...read, account: Number(value) })}
        className="space-y-2"
      >
        <Label className={accounts.length > 1 ? 'block font-medium' : 'sr-only'}>{t('protect.account')}</Label>
        <div className="max-h-72 space-y-2 overflow-auto">
          {accounts.map(({ n, issuer, name, digits, periodSec, algorithm }) => (
            <Choice
              key={n}
              value={String(n)}
              label={[issuer, name].filter(Boolean).join(': ') || t('protect.accountNameless', { n })}
              hint={t('protect.accountFacts', { digits, seconds: periodSec, algorithm })}
            />
          ))}
        </div>
      </RadioGroup>
      {chosen?.warnings.map((warning) => (
        <Note key={warning} tone="warn">
          {warning}
        </Note>
      ))}
      {refused.length === 0 ? null : (
        <Note tone="warn">
          {t('protect.unusable', { count: refused.length })} {refused[0]?.reason}
        </Note>
      )}
      <div className="-ms-3">
        <Button look="quiet" onPress={startOver}>
          {t('protect.startOver')}
        </Button>
      </div>
    </>
  );
}
