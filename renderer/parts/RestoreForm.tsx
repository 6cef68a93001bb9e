import { FileUp } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Centred } from './Centred.tsx';
import { Failed } from './Failed.tsx';
import { Progress } from './Progress.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  /** Holds this page until `end`, though the vault is open by then. */
  readonly begin: () => void;
  readonly end: () => void;
  readonly back: () => void;
}

/** Makes the vault from a backup, then says which bots wait to be resumed. */
export function RestoreForm({ begin, end, back }: Props) {
  const restore = useAct('vault.restore');
  const [file, setFile] = useState<File>();
  const [isRecovery, setRecovery] = useState(false);
  const [lacksFile, setLacksFile] = useState(false);
  const [paused, setPaused] = useState<readonly string[]>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setLacksFile(file === undefined);
    if (file === undefined) return;
    const field = takeForm(event.currentTarget);
    begin();
    const passphrase = field('passphrase');
    const done = await restore.run({ file: await base64Of(file), passphrase, recovery: isRecovery });
    if (done === undefined) end();
    else setPaused(done.paused);
  };
  if (paused !== undefined) return <Restored paused={paused} end={end} />;
  return (
    <Centred title={t('welcome.restoreTitle')} lead={t('welcome.restoreLead')}>
      <form onSubmit={submit} className="space-y-4">
        <div className="flex items-center gap-3">
          <FileTrigger acceptedFileTypes={['.json', 'application/json']} onSelect={(list) => setFile(list?.[0])}>
            <Button>
              <FileUp aria-hidden className="size-4" /> {t('welcome.restoreFile')}
            </Button>
          </FileTrigger>
          <span title={file?.name} className="min-w-0 truncate text-muted">
            <bdi>{file?.name ?? t('welcome.restoreNoFile')}</bdi>
          </span>
        </div>
        <SecretField
          key={String(isRecovery)}
          name="passphrase"
          label={isRecovery ? t('welcome.restoreRecovery') : t('welcome.restorePassphrase')}
        />
        {lacksFile ? (
          <p role="alert" className="text-bad">
            {t('welcome.restoreNeedsFile')}
          </p>
        ) : null}
        {restore.error === undefined ? null : <Failed error={restore.error} />}
        {restore.isBusy ? <Progress words={t('welcome.restoring')} /> : null}
        <Button look="primary" type="submit" isWide isDisabled={restore.isBusy}>
          {t('welcome.restore')}
        </Button>
        <Button look="quiet" isWide onPress={() => setRecovery(!isRecovery)}>
          {isRecovery ? t('welcome.restoreByPassphrase') : t('welcome.restoreByRecovery')}
        </Button>
        <Button look="quiet" isWide isDisabled={restore.isBusy} onPress={back}>
          {t('welcome.makeInstead')}
        </Button>
      </form>
    </Centred>
  );
}

function Restored({ paused, end }: { readonly paused: readonly string[]; readonly end: () => void }) {
  return (
    <Centred title={t('welcome.restored')} lead={t('welcome.restoredPassphrase')}>
      <div className="space-y-4">
        <p>{paused.length === 0 ? t('welcome.restoredNone') : t('welcome.restoredPaused', { count: paused.length })}</p>
        <ul className="max-h-40 list-disc overflow-auto ps-5 empty:hidden">
          {paused.map((name) => (
            <li key={name} className="wrap-anywhere">
              <bdi>{name}</bdi>
            </li>
          ))}
        </ul>
        <Button look="primary" isWide onPress={end}>
          {t('welcome.goOn')}
        </Button>
      </div>
    </Centred>
  );
}

/** A file's bytes as base64: what stands after the comma of its data address. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read.'));
    reader.readAsDataURL(file);
  });
