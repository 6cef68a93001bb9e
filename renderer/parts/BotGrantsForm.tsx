import { Plus } from 'lucide-react';
import { emptyGrant, type GrantDraft } from '../grant-draft.ts';
import { hasDanger } from '../grant-words.ts';
import { t } from '../strings.ts';
import { BotDanger } from './BotDanger.tsx';
import { BotGrantEditor } from './BotGrantEditor.tsx';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';

interface Props {
  readonly drafts: readonly GrantDraft[];
  readonly keys: readonly string[];
  readonly onChange: (drafts: readonly GrantDraft[]) => void;
  readonly isConfirmed: boolean;
  readonly onConfirm: (isConfirmed: boolean) => void;
}

/** All grants of a bot, one a key, and the question about what is dangerous in them. */
export function BotGrantsForm({ drafts, keys, onChange, isConfirmed, onConfirm }: Props) {
  const free = keys.filter((key) => drafts.every((draft) => draft.key !== key));
  const may = [...new Set(drafts.flatMap((draft) => draft.may))];
  // A yes is to what was read: another danger asks again.
  const change = (next: readonly GrantDraft[]) => {
    const before = may.filter((one) => hasDanger([one])).length;
    const after = new Set(next.flatMap((draft) => draft.may).filter((one) => hasDanger([one]))).size;
    if (after > before) onConfirm(false);
    onChange(next);
  };
  const [next] = free;
  return (
    <FormSection title={t('bots.grantTitle')}>
      {drafts.map((draft) => (
        <div key={draft.id} className="border-b border-line pb-5 last-of-type:border-0 last-of-type:pb-0">
          <BotGrantEditor
            draft={draft}
            keys={[...free, ...keys.filter((key) => key === draft.key)].sort()}
            onChange={(part) => change(drafts.map((one) => (one.id === draft.id ? { ...one, ...part } : one)))}
            {...(drafts.length === 1 ? {} : { onRemove: () => change(drafts.filter(({ id }) => id !== draft.id)) })}
          />
        </div>
      ))}
      {next === undefined ? null : (
        <Button onPress={() => change([...drafts, emptyGrant(Math.max(-1, ...drafts.map(({ id }) => id)) + 1, next)])}>
          <Plus aria-hidden className="size-4" /> {t('bots.addGrant')}
        </Button>
      )}
      {hasDanger(may) ? <BotDanger may={may} isConfirmed={isConfirmed} onConfirm={onConfirm} /> : null}
    </FormSection>
  );
}
