import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';

/** Asked once, and then at once: nothing here needs the passphrase, since it only takes away. */
export function PanicDialog() {
  const { over, show, say } = useUi();
  const panic = useAct('app.panic');
  const [cancelAll, setCancelAll] = useState(false);
  const [seal, setSeal] = useState(false);
  const close = () => show(null);
  const run = async () => {
    const came = await panic.run({ cancelAll, seal });
    if (came === undefined) return;
    close();
    say('good', t('frame.panicked', { count: came.paused.length }));
    if (came.cancelled.length > 0) say('good', t('frame.panicCancelled', { keys: came.cancelled.join(', ') }));
    if (came.failed.length > 0) say('bad', t('frame.panicFailed', { keys: came.failed.join(', ') }));
  };
  return (
    <Dialog title={t('frame.panicTitle')} lead={t('frame.panicLead')} isOpen={over === 'panic'} onClose={close} isAlert>
      <div className="space-y-2">
        <Checkbox label={t('frame.panicCancel')} isSelected={cancelAll} onChange={setCancelAll} />
        <Checkbox label={t('frame.panicSeal')} isSelected={seal} onChange={setSeal} />
      </div>
      {panic.error === undefined ? null : <Failed error={panic.error} />}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={close}>
          {t('common.cancel')}
        </Button>
        <Button look="danger" isDisabled={panic.isBusy} onPress={run}>
          {panic.isBusy ? t('common.working') : t('frame.panicDo')}
        </Button>
      </div>
    </Dialog>
  );
}
