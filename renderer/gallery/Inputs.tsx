import { Plus, Siren } from 'lucide-react';
import { useState } from 'react';
import { RadioGroup } from 'react-aria-components';
import { Button } from '../parts/Button.tsx';
import { Checkbox } from '../parts/Checkbox.tsx';
import { Choice } from '../parts/Choice.tsx';
import { ExchangeField } from '../parts/ExchangeField.tsx';
import { Field } from '../parts/Field.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { SecretField } from '../parts/SecretField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { Shelf } from './Shelf.tsx';

const looks = ['primary', 'plain', 'quiet', 'danger', 'alarm'] as const;

/** What a person presses, types into and chooses from. */
export function Inputs() {
  const [exchange, setExchange] = useState('kraken');
  return (
    <>
      <Shelf title="Buttons">
        {looks.map((look) => (
          <Button key={look} look={look}>
            {look === 'alarm' ? <Siren aria-hidden className="size-4" /> : <Plus aria-hidden className="size-4" />}{' '}
            {look}
          </Button>
        ))}
        {looks.map((look) => (
          <Button key={look} look={look} isDisabled>
            {look}, off
          </Button>
        ))}
        <LinkButton to={{ page: 'keys' }}>A link</LinkButton>
      </Shelf>
      <Shelf title="Fields">
        <div className="w-72">
          <Field name="plain" label="A field" hint="With a hint below it." />
        </div>
        <div className="w-72">
          <Field name="optional" label="A field" isOptional />
        </div>
        <div className="w-72">
          <SecretField name="secret" label="A secret" hint="It is read once and cleared." />
        </div>
        <div className="w-72">
          <SelectField
            name="select"
            label="One of a few"
            defaultValue="a"
            options={[
              { value: 'a', words: 'The first' },
              { value: 'b', words: 'The second' },
            ]}
          />
        </div>
        <div className="w-72">
          <ExchangeField value={exchange} onChange={setExchange} />
        </div>
      </Shelf>
      <Shelf title="Choices">
        <div className="space-y-1">
          <Checkbox label="Not chosen" />
          <Checkbox label="Chosen" isSelected hint="With a hint." />
          <Checkbox label="Off" isDisabled />
        </div>
        <RadioGroup aria-label="Choices" defaultValue="one" className="flex gap-3">
          <Choice value="one" label="Chosen" hint="One of a few that exclude each other." />
          <Choice value="two" label="Not chosen" hint="Another of them." />
          <Choice value="three" label="Off" hint="Not to be had now." isDisabled />
        </RadioGroup>
      </Shelf>
      <Shelf title="Form">
        <div className="w-full">
          <FormSection title="A section of a form">
            <Field name="inside" label="A field inside" />
          </FormSection>
        </div>
      </Shelf>
    </>
  );
}
