import { useAct } from '../bridge.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import type { BotItem } from './BotTable.tsx';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly bot: BotItem;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before a token stops for good. */
export function BotRevoke({ bot: { id, name }, isOpen, onClose }: Props) {
  const revoke = useAct('bots.revoke');
  const say = useUi((ui) => ui.say);
  const run = async () => {
    if ((await revoke.run({ bot: id })) === undefined) return;
    say('good', t('bots.revoked', { name }));
    go({ page: 'bots' });
  };
  return (
    <Dialog
      title={t('bots.revokeTitle', { name })}
      lead={t('bots.revokeLead')}
      isOpen={isOpen}
      onClose={onClose}
      isAlert
    >
      {revoke.error === undefined ? null : <Failed error={revoke.error} />}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button look="danger" isDisabled={revoke.isBusy} onPress={run}>
          {revoke.isBusy ? t('common.working') : t('bots.revokeDo')}
        </Button>
      </div>
    </Dialog>
  );
}
