import type { KeyDetail } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly close: () => void;
}

/** Lets bots feed the exchange's dead man's switch, or no longer. */
export function KeyDeadManDialog({ item, close }: Props) {
  const set = useAct('keys.dead-man');
  const isOn = !item.deadMan;
  const confirm = async (passphrase: string) => {
    if ((await set.run({ passphrase, ask: { key: item.id, on: isOn } })) !== undefined) close();
  };
  return (
    <PassphraseDialog
      title={isOn ? t('keys.deadManAsk') : t('keys.deadManAskOff')}
      lead={isOn ? t('keys.deadManLead') : t('keys.deadManLeadOff')}
      button={isOn ? t('keys.deadManOn') : t('keys.deadManOff')}
      isOpen
      isBusy={set.isBusy}
      error={set.error}
      onClose={close}
      onConfirm={confirm}
    />
  );
}
