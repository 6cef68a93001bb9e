import { useBridge } from '../bridge.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { BotSetupView } from '../parts/BotSetupView.tsx';
import { Failed } from '../parts/Failed.tsx';
import { FormSection } from '../parts/FormSection.tsx';
import { Note } from '../parts/Note.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

/** How a bot that can't be changed uses its keys; to be looked up again later. */
export function BotSetupPage({ id }: { readonly id: string }) {
  const bot = useBridge('bots.show', { bot: id });
  if (bot.state === 'loading') return <Rows />;
  if (bot.state === 'failed') return <Failed error={bot.error} again={bot.again} />;
  const { name, grants } = bot.value;
  const keys = grants.map(({ key }) => key);
  return (
    <div className="max-w-3xl">
      <BackLink to={{ page: 'bot', id }}>{name}</BackLink>
      <PageHead title={t('setup.title', { name })} lead={t('setup.lead')} />
      {keys.length === 0 ? (
        <Note>{t('setup.noKeys')}</Note>
      ) : (
        <div className="space-y-4">
          <FormSection title={t('setup.section')}>
            <BotSetupView bot={id} keys={keys} />
          </FormSection>
          <Note>{t('setup.token')}</Note>
        </div>
      )}
    </div>
  );
}
