import { useState } from 'react';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { BotRevoke } from './BotRevoke.tsx';
import type { BotItem } from './BotTable.tsx';
import { Button } from './Button.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly bot: BotItem;
  readonly pause: () => void;
  readonly isPausing: boolean;
  /** A new token, to be shown once. */
  readonly onToken: (token: string) => void;
}

/** What can be done to a bot: taking away at once, giving back with the passphrase. */
export function BotActions({ bot, pause, isPausing, onToken }: Props) {
  const [asked, ask] = useState<'resume' | 'token' | 'revoke'>();
  const say = useUi((ui) => ui.say);
  const resume = useAct('bots.resume');
  const renew = useAct('bots.rotate-token');
  const { id, name } = bot;
  const close = () => ask(undefined);
  const doResume = async (passphrase: string) => {
    if ((await resume.run({ passphrase, ask: { bot: id } })) === undefined) return;
    close();
    say('good', t('bots.resumed', { name }));
  };
  const doRenew = async (passphrase: string) => {
    const made = await renew.run({ passphrase, ask: { bot: id } });
    if (made === undefined) return;
    close();
    onToken(made.token);
  };
  return (
    <>
      {bot.state === 'active' ? (
        <Button isDisabled={isPausing} onPress={pause}>
          {t('bots.pause')}
        </Button>
      ) : null}
      {bot.state === 'paused' ? (
        <Button look="primary" onPress={() => ask('resume')}>
          {t('bots.resume')}
        </Button>
      ) : null}
      <Button onPress={() => ask('token')}>{t('bots.newToken')}</Button>
      <Button look="alarm" onPress={() => ask('revoke')}>
        {t('bots.revoke')}
      </Button>
      <PassphraseDialog
        title={t('bots.resumeTitle', { name })}
        lead={t('bots.resumeLead')}
        button={t('bots.resume')}
        isOpen={asked === 'resume'}
        isBusy={resume.isBusy}
        error={resume.error}
        onClose={close}
        onConfirm={doResume}
      />
      <PassphraseDialog
        title={t('bots.newTokenTitle', { name })}
        lead={t('bots.newTokenLead')}
        button={t('bots.newTokenDo')}
        isOpen={asked === 'token'}
        isBusy={renew.isBusy}
        error={renew.error}
        onClose={close}
        onConfirm={doRenew}
      />
      <BotRevoke bot={bot} isOpen={asked === 'revoke'} onClose={close} />
    </>
  );
}
