import type { KeyDetail } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { LinkButton } from './LinkButton.tsx';
import { Note } from './Note.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly close: () => void;
}

/** Asks before a key goes for good. One that bots may use can't go; then it says which bots these are. */
export function KeyRemoveDialog({ item, close }: Props) {
  const remove = useAct('keys.remove');
  const { say } = useUi();
  const texts = { title: t('keys.removeTitle', { label: item.label }), lead: t('keys.removeLead') };
  if (item.bots.length > 0)
    return (
      <Dialog {...texts} isOpen isAlert onClose={close}>
        <Note tone="warn">
          {t('keys.removeBots', { count: item.bots.length, bots: item.bots.join(', ') })} {t('keys.removeFirst')}
        </Note>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onPress={close}>
            {t('common.cancel')}
          </Button>
          <LinkButton to={{ page: 'bots' }}>{t('keys.toBots')}</LinkButton>
        </div>
      </Dialog>
    );
  const confirm = async (passphrase: string) => {
    const removed = await remove.run({ passphrase, ask: { key: item.id } });
    if (removed === undefined) return;
    say('good', t('keys.removed', { label: removed.label }));
    go({ page: 'keys' });
  };
  return (
    <PassphraseDialog
      {...texts}
      button={t('keys.removeDo')}
      look="danger"
      isOpen
      isBusy={remove.isBusy}
      error={remove.error}
      onClose={close}
      onConfirm={confirm}
    />
  );
}
