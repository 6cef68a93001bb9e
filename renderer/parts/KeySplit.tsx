import type { FormEvent, ReactNode } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { Use } from '../../shared/model.ts';
import { useAct } from '../bridge.ts';
import { credentialsOf } from '../key-draft.ts';
import { splitAtExchange } from '../protect-steps.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { CredentialFields } from './CredentialFields.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly item: KeyDetail;
}

/** Two keys out of one: the app keeps the old, the bots get a new one behind the same label. */
export function KeySplit({ item }: Props) {
  const rotate = useAct('keys.rotate');
  const use = useAct('keys.use');
  const { say } = useUi();
  const isBusy = rotate.isBusy || use.isBusy;
  const error = rotate.error ?? use.error;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const passphrase = field('passphrase');
    const parts = credentialsOf(item.exchange).map((name) => [name, field(name).trim()] as const);
    const input = { ...Object.fromEntries(parts), twoFactor: { kind: 'none' as const } };
    if ((await rotate.run({ passphrase, ask: { key: item.id, input } })) === undefined) return;
    const used = await use.run({ passphrase, ask: { key: item.id, usedBy: restOf(item) } });
    // From here the page is the set-up of the new key.
    if (used !== undefined)
      say('good', `${t('protect.splitDone', { label: item.label })} ${t('protect.splitNoFactor')}`);
  };
  return (
    <ol className="max-w-3xl space-y-4">
      <Part n={1} title={t('protect.splitKeep')}>
        <p>{splitAtExchange('keep-app-key')}</p>
      </Part>
      <Part n={2} title={t('protect.splitMake')}>
        <p>{splitAtExchange('make-bot-key')}</p>
      </Part>
      <Part n={3} title={t('protect.splitMove')}>
        <p>{t('protect.splitMoveText', { label: item.label })}</p>
        <form onSubmit={submit} className="space-y-4">
          <CredentialFields exchange={item.exchange} />
          <SecretField name="passphrase" label={t('common.passphrase')} hint={t('protect.splitTry')} />
          {error === undefined ? null : <Failed error={error} />}
          {isBusy ? <Progress words={t('protect.splitBusy')} /> : null}
          <Button look="primary" type="submit" isDisabled={isBusy}>
            {t('protect.splitDo')}
          </Button>
        </form>
      </Part>
    </ol>
  );
}

/** Everybody but the app. */
function restOf({ usedBy }: KeyDetail): Use[] {
  const rest = usedBy.filter((use) => use !== 'kraken-pro-mobile').map((use) => Use.parse(use));
  return rest.length === 0 ? ['bots'] : rest;
}

interface PartProps {
  readonly n: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ n, title, children }: PartProps) {
  return (
    <li className="flex gap-3 rounded-card border border-line bg-surface p-4">
      <span className="grid size-6 shrink-0 place-items-center rounded-full border border-accent text-small text-accent">
        {n}
      </span>
      <div className="min-w-0 flex-1 space-y-3">
        <h2 className="text-lead font-semibold">{title}</h2>
        {children}
      </div>
    </li>
  );
}
