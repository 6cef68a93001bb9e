import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import type { GrantDraft } from '../grant-draft.ts';
import { keptWords } from '../grant-words.ts';
import { t } from '../strings.ts';
import { BotLimitFields } from './BotLimitFields.tsx';
import { BotPermissions } from './BotPermissions.tsx';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Field } from './Field.tsx';
import { Note } from './Note.tsx';

interface Props {
  readonly draft: GrantDraft;
  /** The labels of all keys. */
  readonly keys: readonly string[];
  readonly onChange: (part: Partial<GrantDraft>) => void;
  /** Absent where it is the only one. */
  readonly onRemove?: () => void;
}

/** What a bot may do with one key, to be chosen or narrowed. */
export function BotGrantEditor({ draft, keys, onChange, onRemove }: Props) {
  const id = useId();
  const isKnown = keys.includes(draft.key);
  const kept = keptWords(draft.kept);
  return (
    <div className="space-y-4">
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1 space-y-1">
          <label htmlFor={id} className="block font-medium">
            {t('bots.grantKey')}
          </label>
          <select
            id={id}
            value={isKnown ? draft.key : ''}
            required
            onChange={(event) => onChange({ key: event.currentTarget.value })}
            className="block h-9 w-full rounded-field border border-line-strong bg-surface px-2.5"
          >
            {isKnown ? null : <option value="" className="bg-raised" />}
            {keys.map((key) => (
              <option key={key} value={key} className="bg-raised">
                {key}
              </option>
            ))}
          </select>
        </div>
        {onRemove === undefined ? null : (
          <Button look="quiet" onPress={onRemove}>
            <Trash2 aria-hidden className="size-4" />
            <span className="max-w-48 truncate">{t('bots.removeGrant', { key: draft.key })}</span>
          </Button>
        )}
      </div>
      {isKnown || draft.key === '' ? null : <Note tone="warn">{t('bots.grantUnknownKey', { key: draft.key })}</Note>}
      <BotPermissions draft={draft} onChange={onChange} />
      <div className="space-y-2">
        <Checkbox
          label={t('bots.allMarkets')}
          isSelected={draft.isEverySymbol}
          onChange={(isEverySymbol) => onChange({ isEverySymbol })}
        />
        {draft.isEverySymbol ? null : (
          <Field
            name={`symbols-${draft.id}`}
            label={t('bots.symbols')}
            hint={t('bots.symbolsHint')}
            defaultValue={draft.symbols}
            onChange={(symbols) => onChange({ symbols })}
          />
        )}
        {draft.may.includes('orders.cancel') ? (
          <Checkbox
            label={t('bots.anyOrders')}
            isSelected={draft.orders === 'any'}
            onChange={(isAny) => onChange({ orders: isAny ? 'any' : 'own' })}
          />
        ) : null}
      </div>
      <BotLimitFields draft={draft} onChange={onChange} />
      {kept.length === 0 ? null : <Note>{t('bots.keptLimits', { limits: kept.join('; ') })}</Note>}
    </div>
  );
}
