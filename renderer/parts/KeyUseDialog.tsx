import { useState } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { verdictOf } from '../../shared/guidance/verdict.ts';
import { useAct } from '../bridge.ts';
import { draftOfUses, type KeyDraft, usesOf } from '../key-draft.ts';
import { t } from '../strings.ts';
import { GuidanceCard } from './GuidanceCard.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { UsedByFields } from './UsedByFields.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly close: () => void;
}

/** Says anew who uses a key, with the verdict that follows. */
export function KeyUseDialog({ item, close }: Props) {
  const use = useAct('keys.use');
  const [{ others, ...start }] = useState(() => draftOfUses(item.exchange, item.usedBy));
  const [draft, setDraft] = useState<KeyDraft>(start.draft);
  const usedBy = [...usesOf(draft), ...others];
  const confirm = async (passphrase: string) => {
    if (usedBy.length === 0) return;
    if ((await use.run({ passphrase, ask: { key: item.id, usedBy } })) !== undefined) close();
  };
  return (
    <PassphraseDialog
      title={t('keys.use')}
      button={t('keys.save')}
      isOpen
      isBusy={use.isBusy}
      error={use.error}
      onClose={close}
      onConfirm={confirm}
    >
      <UsedByFields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
      <div aria-live="polite">
        {usedBy.length === 0 ? (
          <p className="text-muted">{t('keys.useNone')}</p>
        ) : (
          <GuidanceCard verdict={verdictOf({ exchange: item.exchange, usedBy })} twoFactor={item.twoFactor} />
        )}
      </div>
    </PassphraseDialog>
  );
}
