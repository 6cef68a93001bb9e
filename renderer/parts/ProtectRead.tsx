import { type FormEvent, type RefObject, useState } from 'react';
import type { ImportView } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { askOf, forget, type Held, type ReadFactor, toBase64 } from '../held.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { Note } from './Note.tsx';
import { Progress } from './Progress.tsx';
import { ProtectAccounts } from './ProtectAccounts.tsx';
import { ProtectDrop } from './ProtectDrop.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly held: RefObject<Held>;
  readonly read: ReadFactor | undefined;
  readonly onRead: (read: ReadFactor | undefined) => void;
}

/** Takes the second factor in: a QR picture or an export, or a typed set-up key; then says what it found. */
export function ProtectRead({ held, read, onRead }: Props) {
  const reading = useAct('imports.read');
  const [way, setWay] = useState<'file' | 'text'>('file');
  const [given, setGiven] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const [needsPassword, setNeedsPassword] = useState(false);
  const startOver = () => {
    forget(held);
    setGiven(undefined);
    setNeedsPassword(false);
    onRead(undefined);
  };
  if (read !== undefined) return <ProtectAccounts read={read} onRead={onRead} startOver={startOver} />;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    if (way === 'text') held.current.file = await toBase64(new Blob([field('setUpKey')]));
    held.current.passphrase = field('passphrase');
    if (needsPassword) held.current.password = field('password');
    const ask = askOf(held.current);
    setMissing(ask === undefined);
    if (ask === undefined) return;
    const view = await reading.run({ passphrase: held.current.passphrase, ask });
    if (view?.needsPassword) setNeedsPassword(true);
    else if (view !== undefined && hasAccount(view)) onRead({ view, account: view.accounts[0]?.n ?? 1 });
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      {way === 'file' ? (
        <ProtectDrop
          given={given}
          onFile={(words, bytes) => {
            forget(held);
            held.current.file = bytes;
            setNeedsPassword(false);
            setMissing(false);
            setGiven(words);
          }}
        />
      ) : (
        <SecretField name="setUpKey" label={t('protect.setUpKey')} hint={t('protect.setUpKeyHint')} />
      )}
      <div className="-ms-3">
        <Button
          look="quiet"
          onPress={() => {
            startOver();
            setWay(way === 'file' ? 'text' : 'file');
          }}
        >
          {way === 'file' ? t('protect.typeInstead') : t('protect.pictureInstead')}
        </Button>
      </div>
      {needsPassword ? (
        <SecretField
          name="password"
          label={t('protect.exportPassword')}
          hint={t('protect.exportPasswordHint')}
          isFirst
        />
      ) : null}
      <SecretField name="passphrase" label={t('common.passphrase')} hint={t('protect.passphraseHint')} />
      {isMissing ? <Note tone="warn">{t('protect.needFile')}</Note> : null}
      {reading.error === undefined ? null : <Failed error={reading.error} />}
      {reading.isBusy ? <Progress words={t('common.working')} /> : null}
      <Button look="primary" type="submit" isDisabled={reading.isBusy}>
        {t('protect.read')}
      </Button>
    </form>
  );
}

const hasAccount = ({ accounts, refused }: ImportView): boolean => accounts.length > 0 || refused.length > 0;
