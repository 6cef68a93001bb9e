import { useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { RecoveryCheck } from './RecoveryCheck.tsx';
import { RecoveryKey } from './RecoveryKey.tsx';

/** Makes a new recovery key and shows it once, over everything, until three of its groups were typed again. */
export function RecoverySection() {
  const rotate = useAct('vault.rotate');
  const kept = useAct('vault.recovery-kept');
  const protect = useAct('window.protect');
  const { say } = useUi();
  const [isAsked, setAsked] = useState(false);
  // As on Welcome: it exists to be written down, and leaves with its page.
  const [recoveryKey, setRecoveryKey] = useState('');
  const [isWritten, setWritten] = useState(false);
  const confirm = async (passphrase: string) => {
    const made = await rotate.run({ passphrase });
    if (made === undefined) return;
    setAsked(false);
    setWritten(false);
    setRecoveryKey(made.recoveryKey);
  };
  const finish = async () => {
    if ((await kept.run({})) === undefined) return;
    setRecoveryKey('');
    await protect.run({ isOn: false });
    say('good', t('settings.recoveryDone'));
  };
  return (
    <FormSection title={t('settings.recovery')}>
      <p className="text-pretty">{t('settings.recoveryLead')}</p>
      <Button onPress={() => setAsked(true)}>{t('settings.recoveryNew')}</Button>
      <PassphraseDialog
        title={t('settings.recoveryTitle')}
        lead={t('settings.recoveryDialog')}
        button={t('settings.recoveryNew')}
        isOpen={isAsked}
        isBusy={rotate.isBusy}
        error={rotate.error}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      />
      <ModalOverlay
        isOpen={recoveryKey !== ''}
        isKeyboardDismissDisabled
        className="fixed inset-0 z-50 overflow-auto bg-canvas"
      >
        <Modal className="h-full">
          <Dialog aria-label={t('settings.recovery')} className="h-full outline-none">
            {kept.error === undefined ? null : <Failed error={kept.error} />}
            {isWritten ? (
              <RecoveryCheck recoveryKey={recoveryKey} back={() => setWritten(false)} finish={finish} />
            ) : (
              <RecoveryKey recoveryKey={recoveryKey} next={() => setWritten(true)} />
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </FormSection>
  );
}
