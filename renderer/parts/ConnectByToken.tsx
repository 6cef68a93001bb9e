import { type FormEvent, useState } from 'react';
import { CheckboxGroup, Label } from 'react-aria-components';
import type { Door } from '../../shared/model.ts';
import { useAct, useBridge } from '../bridge.ts';
import { emptyGrant, type GrantDraft, grantOf } from '../grant-draft.ts';
import { hasDanger } from '../grant-words.ts';
import { t } from '../strings.ts';
import { BotGrantsForm } from './BotGrantsForm.tsx';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Failed } from './Failed.tsx';
import { Field } from './Field.tsx';
import { FormSection } from './FormSection.tsx';
import { SecretField } from './SecretField.tsx';
import { SelectField } from './SelectField.tsx';
import { takeForm } from './take-form.ts';

export interface MadeBot {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly doors: readonly Door[];
  readonly keys: readonly string[];
}

interface Props {
  readonly keys: readonly string[];
  readonly onMade: (bot: MadeBot) => void;
}

const dayMs = 86_400_000;
const expiries = [7, 30, 90, 365];
const doorNames: readonly Door[] = ['socket', 'http', 'group'];

/** A bot that is given its token by its owner. */
export function ConnectByToken({ keys, onMade }: Props) {
  const add = useAct('bots.add');
  const status = useBridge('app.status', {});
  const [drafts, setDrafts] = useState<readonly GrantDraft[]>([emptyGrant(0, keys[0] ?? '')]);
  const [doors, setDoors] = useState<readonly Door[]>(['socket']);
  const [isConfirmed, confirm] = useState(false);
  const isDangerous = drafts.some(({ may }) => hasDanger(may));
  const isTcpOff = status.state === 'ready' && status.value.agent?.http == null;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const days = Number(field('expiry'));
    const made = await add.run({
      passphrase: field('passphrase'),
      ask: {
        name: field('name').trim(),
        doors: [...doors],
        grants: drafts.map(grantOf),
        ...(days === 0 ? {} : { expires: new Date(Date.now() + days * dayMs).toISOString() }),
        ...(isDangerous && isConfirmed ? { confirmDangerous: true } : {}),
      },
    });
    if (made !== undefined) onMade({ ...made, doors, keys: drafts.map(({ key }) => key) });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <FormSection title={t('bots.newTitle')}>
        <div className="grid grid-cols-2 gap-4">
          <Field name="name" label={t('bots.name')} hint={t('bots.nameHint')} pattern="[a-z0-9][a-z0-9._\-]{0,62}" />
          <SelectField
            name="expiry"
            label={t('bots.expiry')}
            defaultValue="0"
            options={[
              { value: '0', words: t('bots.never') },
              ...expiries.map((days) => ({ value: String(days), words: t('bots.days', { count: days }) })),
            ]}
          />
        </div>
        <CheckboxGroup
          value={[...doors]}
          onChange={(next) => setDoors(doorNames.filter((door) => next.includes(door)))}
          isRequired
        >
          <Label className="block font-medium">{t('bots.doors')}</Label>
          <Checkbox value="socket" label={t('bots.socket')} hint={t('bots.socketHint')} />
          <Checkbox
            value="http"
            label={t('bots.http')}
            hint={isTcpOff ? `${t('bots.httpHint')} ${t('bots.httpOff')}` : t('bots.httpHint')}
          />
          <Checkbox value="group" label={t('bots.group')} hint={t('bots.groupHint')} />
        </CheckboxGroup>
      </FormSection>
      <BotGrantsForm drafts={drafts} keys={keys} onChange={setDrafts} isConfirmed={isConfirmed} onConfirm={confirm} />
      <FormSection title={t('bots.confirm')}>
        <SecretField name="passphrase" label={t('common.passphrase')} hint={t('common.passphraseHint')} />
        {add.error === undefined ? null : <Failed error={add.error} />}
        <Button look="primary" type="submit" isDisabled={add.isBusy || (isDangerous && !isConfirmed)}>
          {add.isBusy ? t('common.working') : t('bots.make')}
        </Button>
      </FormSection>
    </form>
  );
}
