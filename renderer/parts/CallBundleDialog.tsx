import { useEffect, useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { CallText } from './CallText.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';
import { Rows } from './Rows.tsx';

interface Props {
  /** What is shown to be read; the file is made of the log as it is then. */
  readonly onClose: () => void;
}

/** The support bundle, whole and readable, before it becomes a file. */
export function CallBundleDialog({ onClose }: Props) {
  const { error, run } = useAct('calls.bundle');
  const save = useAct('calls.bundle.save');
  const { say } = useUi();
  const [text, setText] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the dialog opens
  useEffect(() => {
    void run({}).then((bundle) => setText(bundle === undefined ? undefined : JSON.stringify(bundle, null, 2)));
  }, []);
  const start = async () => {
    const saved = await save.run({});
    if (saved == null) return;
    onClose();
    say('good', t('calls.bundleSaved', { path: saved.path }));
  };
  return (
    <Dialog title={t('calls.bundle')} lead={t('calls.bundleLead')} isOpen onClose={onClose} size="wide">
      {text === undefined && error === undefined ? <Rows /> : null}
      {error === undefined ? null : <Failed error={error} again={() => void run({})} />}
      {text === undefined ? null : <CallText title={t('calls.bundle')} text={text} size="large" />}
      {save.error === undefined ? null : <Failed error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onClose}>
          {t('common.close')}
        </Button>
        <Button look="primary" isDisabled={text === undefined} onPress={() => (save.isBusy ? undefined : start())}>
          {t('calls.bundleSave')}
        </Button>
      </div>
    </Dialog>
  );
}
