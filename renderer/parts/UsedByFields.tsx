import { CheckboxGroup, Label } from 'react-aria-components';
import type { KeyDraft } from '../key-draft.ts';
import { Checkbox } from './Checkbox.tsx';
import { Field } from './Field.tsx';

interface Props {
  readonly draft: KeyDraft;
  readonly onChange: (part: Partial<KeyDraft>) => void;
}

export function UsedByFields({ draft, onChange }: Props) {
  return (
    <div className="space-y-3">
      <CheckboxGroup value={[...draft.uses]} onChange={(uses) => onChange({ uses })}>
        <Label className="mb-1 block text-muted">
          Everything that holds this key, now or later. It decides whether the key may have 2FA.
        </Label>
        <Checkbox value="bots" label="My bots, through Keybearer" />
        {draft.exchange === 'kraken' ? <Checkbox value="kraken-pro-mobile" label="Kraken Pro mobile app" /> : null}
        <Checkbox value="service" label="Another service" hint="A tax tool, a portfolio tracker, a hosted bot" />
        <Checkbox value="unsure" label="I am not sure" />
      </CheckboxGroup>
      {draft.uses.includes('service') ? (
        <div className="grid grid-cols-2 gap-4 ps-6">
          <Field name="service" label="Which service?" onChange={(service) => onChange({ service })} />
          <Field
            name="confirmed"
            label="It confirmed 2FA support on"
            type="date"
            isOptional
            hint="The day it said that its API keys work with 2FA."
            onChange={(confirmed) => onChange({ confirmed })}
          />
        </div>
      ) : null}
    </div>
  );
}
