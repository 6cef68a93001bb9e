import { Timer } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { WindowResult } from '../../shared/window-api.ts';
import { leftWords } from '../approval-words.ts';
import { useAct } from '../bridge.ts';
import { draftOf, emptyGrant, type GrantDraft, grantOf } from '../grant-draft.ts';
import { hasDanger } from '../grant-words.ts';
import { useNow } from '../now.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { BotGrantsForm } from './BotGrantsForm.tsx';
import { Button } from './Button.tsx';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';
import { FormSection } from './FormSection.tsx';
import { Note } from './Note.tsx';
import { SecretField } from './SecretField.tsx';
import { takeForm } from './take-form.ts';

interface Props {
  readonly code: string;
  readonly wish: WindowResult<'pairs.show'>;
  readonly keys: readonly string[];
  readonly onBack: () => void;
}

const hurryMs = 30_000;

/** What a bot that waits wants, to be narrowed before it is let in. */
export function ConnectWish({ code, wish: { name, wants, expires }, keys, onBack }: Props) {
  const approve = useAct('pairs.approve');
  const say = useUi((ui) => ui.say);
  const [drafts, setDrafts] = useState<readonly GrantDraft[]>(
    wants.length === 0 ? [emptyGrant(0, keys[0] ?? '')] : wants.map((want, at) => draftOf(at, want)),
  );
  const [isConfirmed, confirm] = useState(false);
  const leftMs = Date.parse(expires) - useNow(1000);
  const isOver = leftMs <= 0;
  const isDangerous = drafts.some(({ may }) => hasDanger(may));
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = takeForm(event.currentTarget);
    const ask = { code, grants: drafts.map(grantOf) };
    const bot = await approve.run({ passphrase: field('passphrase'), ask });
    if (bot === undefined) return;
    say('good', t('bots.letInDone', { name: bot.name }));
    go({ page: 'bot', id: bot.id });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <section className="space-y-1 rounded-card border border-accent bg-accent-soft p-5">
        <div className="flex items-center justify-between gap-4">
          <h2 className="min-w-0 text-lead font-semibold wrap-anywhere">{t('bots.wantsTitle', { name })}</h2>
          <span role="timer" className="shrink-0">
            <Chip tone={leftMs < hurryMs ? 'warn' : 'neutral'} Icon={Timer}>
              {t('bots.timeLeft', { time: leftWords(leftMs) })}
            </Chip>
          </span>
        </div>
        <p className="text-muted">{wants.length === 0 ? t('bots.wantsNothing') : t('bots.wantsLead')}</p>
      </section>
      {isOver ? <Note tone="warn">{t('bots.timeOver')}</Note> : null}
      <BotGrantsForm drafts={drafts} keys={keys} onChange={setDrafts} isConfirmed={isConfirmed} onConfirm={confirm} />
      <FormSection title={t('bots.confirm')}>
        <SecretField name="passphrase" label={t('common.passphrase')} hint={t('common.passphraseHint')} />
        {approve.error === undefined ? null : <Failed error={approve.error} />}
        <div className="flex gap-2">
          <Button look="primary" type="submit" isDisabled={approve.isBusy || isOver || (isDangerous && !isConfirmed)}>
            {approve.isBusy ? t('common.working') : t('bots.letIn')}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {t('bots.otherCode')}
          </Button>
        </div>
      </FormSection>
    </form>
  );
}
