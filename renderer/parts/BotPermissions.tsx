import { CheckboxGroup, Label, RadioGroup } from 'react-aria-components';
import { isDangerous } from '../../shared/model.ts';
import { permissions, presets } from '../../shared/permissions.ts';
import { type GrantDraft, presetOf } from '../grant-draft.ts';
import { permissionWords } from '../grant-words.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';
import { Choice } from './Choice.tsx';

interface Props {
  readonly draft: GrantDraft;
  readonly onChange: (part: Partial<GrantDraft>) => void;
}

/** A preset, or each permission by itself; the dangerous ones are in no preset. */
export function BotPermissions({ draft, onChange }: Props) {
  const preset = presetOf(draft);
  const choose = (value: string) => {
    if (value === 'watch' || value === 'trade') onChange({ may: presets[value], isOwnChoice: false });
    else onChange({ isOwnChoice: true });
  };
  return (
    <div className="space-y-3">
      <RadioGroup value={preset} onChange={choose} className="space-y-1.5">
        <Label className="block font-medium">{t('bots.preset')}</Label>
        <div className="flex gap-3">
          <Choice value="watch" label={t('bots.watch')} hint={t('bots.watchHint')} />
          <Choice value="trade" label={t('bots.trade')} hint={t('bots.tradeHint')} />
          <Choice value="own" label={t('bots.own')} hint={t('bots.ownHint')} />
        </div>
      </RadioGroup>
      {preset === 'own' ? (
        <CheckboxGroup
          aria-label={t('bots.permissions')}
          value={[...draft.may]}
          onChange={(may) => onChange({ may: permissions.filter((one) => may.includes(one)), isOwnChoice: true })}
          className="grid grid-cols-2 gap-x-6"
        >
          {permissions.map((permission) => (
            <Checkbox
              key={permission}
              value={permission}
              label={t(permissionWords[permission])}
              hint={isDangerous(permission) ? `${t('bots.dangerous')} · ${permission}` : permission}
            />
          ))}
        </CheckboxGroup>
      ) : null}
    </div>
  );
}
