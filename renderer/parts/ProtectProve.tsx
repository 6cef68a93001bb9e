import type { FormEvent, RefObject } from 'react';
import type { KeyDetail, KeyRotation } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { askOf, type Held, type ReadFactor } from '../held.ts';
import type { ProtectPlace } from '../protect-store.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly item: KeyDetail;
  readonly kind: ProtectPlace['kind'];
  readonly held: RefObject<Held>;
  readonly read: ReadFactor | undefined;
  readonly onKept: (kept: KeyRotation) => void;
}

/** Asks the exchange with the new second factor, and keeps that only if it is taken. */
export function ProtectProve({ item, kind, held, read, onKept }: Props) {
  const keep = useAct('imports.keep');
  const rotate = useAct('keys.rotate');
  const { isBusy, error } = kind === 'totp' ? keep : rotate;
  const prove = async (field: (name: string) => string): Promise<KeyRotation | undefined> => {
    if (kind === 'password') {
      const input = { twoFactor: { kind, password: field('word') } };
      return rotate.run({ passphrase: field('passphrase'), ask: { key: item.id, input } });
    }
    const file = askOf(held.current);
    const { passphrase } = held.current;
    if (file === undefined || passphrase === undefined || read === undefined) return undefined;
    return keep.run({ passphrase, ask: { ...file, key: item.id, account: read.account } });
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const kept = await prove(takeForm(event.currentTarget));
    if (kept !== undefined) onKept(kept);
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <p>{t('protect.proveText')}</p>
      {kind === 'password' ? (
        <>
          <SecretField name="word" label={t('protect.word')} />
          <SecretField name="passphrase" label={t('common.passphrase')} />
        </>
      ) : null}
      {error === undefined ? null : (
        <>
          <Failed error={error} />
          <p className="text-muted">{t('protect.refusedHint')}</p>
        </>
      )}
      {isBusy ? <Progress words={t('protect.proveBusy')} /> : null}
      <Button look="primary" type="submit" isDisabled={isBusy}>
        {t('protect.proveDo')}
      </Button>
    </form>
  );
}
