import { type FormEvent, useState } from 'react';
import { Grant } from '../../shared/model.ts';
import type { WindowParams } from '../../shared/window-api.ts';
import { useAct } from '../bridge.ts';
import { changedGrants } from '../grant-changes.ts';
import { type GrantDraft, grantOf } from '../grant-draft.ts';
import { hasDanger } from '../grant-words.ts';
import { go } from '../route.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { BotGrantChanges } from './BotGrantChanges.tsx';
import { BotGrantsForm } from './BotGrantsForm.tsx';
import type { BotItem } from './BotTable.tsx';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';
import { Note } from './Note.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly bot: BotItem;
  /** The keys that may be chosen. */
  readonly keys: readonly string[];
  readonly start: GrantDraft;
}

interface Tried {
  readonly ask: WindowParams<'bots.grant.try'>;
  readonly after: readonly Grant[];
}

/** Grants of a bot, changed or added: first what that would change, then the passphrase. */
export function BotGrantChange({ bot: { id, name, grants }, keys, start }: Props) {
  const trial = useAct('bots.grant.try');
  const [drafts, setDrafts] = useState<readonly GrantDraft[]>([start]);
  const [isConfirmed, confirm] = useState(false);
  const [tried, setTried] = useState<Tried>();
  const before = Grant.array().parse(grants);
  const isDangerous = drafts.some(({ may }) => hasDanger(may));
  const hasChanges = tried !== undefined && changedGrants(before, tried.after).length > 0;
  const change = (next: readonly GrantDraft[]) => {
    setTried(undefined);
    setDrafts(next);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (trial.isBusy) return;
    setTried(undefined);
    const danger = isDangerous && isConfirmed ? { confirmDangerous: true } : {};
    const ask = { bot: id, grants: drafts.map(grantOf), ...danger };
    const bot = await trial.run(ask);
    if (bot !== undefined) setTried({ ask, after: Grant.array().parse(bot.grants) });
  };
  return (
    <>
      <form onSubmit={submit} className="space-y-4">
        <BotGrantsForm drafts={drafts} keys={keys} onChange={change} isConfirmed={isConfirmed} onConfirm={confirm} />
        <div className="space-y-4">
          {trial.error === undefined ? null : (
            <div ref={toEnd}>
              <Failed error={trial.error} />
            </div>
          )}
          <div role="status">
            {tried === undefined || hasChanges ? null : (
              <div ref={toEnd}>
                <Note>{t('bots.nothingChanges', { name })}</Note>
              </div>
            )}
          </div>
          {/* Not disabled while it works: it would lose the focus, which the dialog gives back to it. */}
          <Button look="primary" type="submit" isDisabled={isDangerous && !isConfirmed}>
            {trial.isBusy ? t('common.working') : t('bots.see')}
          </Button>
        </div>
      </form>
      {tried === undefined || !hasChanges ? null : (
        <Save {...tried} name={name} before={before} close={() => setTried(undefined)} />
      )}
    </>
  );
}

/** What comes above the button must not push it, and the focus on it, out of sight. */
function toEnd(node: HTMLElement | null): void {
  node?.closest('form')?.scrollIntoView({ block: 'end' });
}

interface SaveProps extends Tried {
  readonly name: string;
  readonly before: readonly Grant[];
  readonly close: () => void;
}

/** Stands beside the form, not in it: what is sent here must not send that, too. */
function Save({ name, ask, before, after, close }: SaveProps) {
  const grant = useAct('bots.grant');
  const say = useUi((ui) => ui.say);
  const save = async (passphrase: string) => {
    if ((await grant.run({ passphrase, ask })) === undefined) return;
    say('good', t('bots.granted', { name }));
    go({ page: 'bot', id: ask.bot });
  };
  return (
    <PassphraseDialog
      title={t('bots.saveTitle', { name })}
      lead={t('bots.saveLead')}
      button={t('bots.save')}
      isOpen
      isBusy={grant.isBusy}
      error={grant.error}
      onClose={close}
      onConfirm={save}
    >
      <BotGrantChanges before={before} after={after} />
    </PassphraseDialog>
  );
}
