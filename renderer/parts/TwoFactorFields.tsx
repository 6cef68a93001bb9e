import { Label, RadioGroup } from 'react-aria-components';
import { TwoFactorKind, type Verdict } from '../../shared/model.ts';
import { type KeyDraft, takesTwoFactor } from '../key-draft.ts';
import { Choice } from './Choice.tsx';
import { SecretField } from './SecretField.tsx';

interface Props {
  readonly draft: KeyDraft;
  readonly verdict: Verdict;
  readonly onChange: (part: Partial<KeyDraft>) => void;
}

const reasons: Partial<Readonly<Record<Verdict['id'], string>>> = {
  'keep-off': 'Blocked: the Kraken Pro mobile app could no longer use this key.',
  unsupported: 'Not available: keys of this exchange have no 2FA of their own.',
};

/** What the key has at the exchange now. */
export function TwoFactorFields({ draft, verdict, onChange }: Props) {
  const isOpen = takesTwoFactor(verdict);
  const kind = isOpen ? draft.twoFactor : 'none';
  return (
    <div className="space-y-4">
      <RadioGroup
        value={kind}
        onChange={(value) => onChange({ twoFactor: TwoFactorKind.parse(value) })}
        className="space-y-2"
      >
        <Label className="block text-muted">{reasons[verdict.id] ?? 'As it is set at the exchange now.'}</Label>
        <div className="flex gap-3">
          <Choice value="none" label="Off" hint="Calls need no code" />
          <Choice value="totp" label="App" hint="A fresh code for every call" isDisabled={!isOpen} />
          <Choice value="password" label="Password" hint="A fixed word, the least secure" isDisabled={!isOpen} />
        </div>
      </RadioGroup>
      {kind === 'totp' ? (
        <SecretField
          key="totp"
          name="twoFactor"
          label="Set-up key"
          hint="From View setup key, or the whole otpauth:// address."
        />
      ) : null}
      {kind === 'password' ? <SecretField key="password" name="twoFactor" label="2FA password" /> : null}
    </div>
  );
}
