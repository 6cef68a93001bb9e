import { Label, RadioGroup } from 'react-aria-components';
import { TwoFactorKind, type Verdict } from '../../shared/model.ts';
import type { KeyFinding } from '../../shared/window-views.ts';
import { type KeyDraft, takesTwoFactor } from '../key-draft.ts';
import { type StringId, t } from '../strings.ts';
import { Choice } from './Choice.tsx';
import { KeyFindings } from './KeyFindings.tsx';
import { SecretField } from './SecretField.tsx';

interface Props {
  readonly draft: KeyDraft;
  readonly verdict: Verdict;
  readonly findings: readonly KeyFinding[];
  readonly onChange: (part: Partial<KeyDraft>) => void;
}

const reasons: Partial<Readonly<Record<Verdict['id'], StringId>>> = {
  'keep-off': 'keys.factorBlocked',
  unsupported: 'keys.factorNoneThere',
};

/** What the key has at the exchange now. */
export function TwoFactorFields({ draft, verdict, findings, onChange }: Props) {
  const isOpen = takesTwoFactor(verdict);
  const kind = isOpen ? draft.twoFactor : 'none';
  return (
    <div className="space-y-4">
      <RadioGroup
        value={kind}
        onChange={(value) => onChange({ twoFactor: TwoFactorKind.parse(value) })}
        className="space-y-2"
      >
        <Label className="block text-muted">{t(reasons[verdict.id] ?? 'keys.factorNow')}</Label>
        <div className="flex gap-3">
          <Choice value="none" label={t('keys.factorOff')} hint={t('keys.factorOffHint')} />
          <Choice value="totp" label={t('keys.factorApp')} hint={t('keys.factorAppHint')} isDisabled={!isOpen} />
          <Choice value="password" label={t('keys.factorWord')} hint={t('keys.factorWordHint')} isDisabled={!isOpen} />
        </div>
      </RadioGroup>
      {kind === 'totp' ? (
        <div>
          <SecretField key="totp" name="twoFactor" label={t('keys.setUpKey')} hint={t('keys.setUpKeyHint')} />
          <KeyFindings findings={findings} field="twoFactor" />
        </div>
      ) : null}
      {kind === 'password' ? <SecretField key="password" name="twoFactor" label={t('keys.word')} /> : null}
    </div>
  );
}
