import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';
import { useWindowProtection } from '../window-protection.ts';
import { BotCopy } from './BotCopy.tsx';
import { BotSetupView } from './BotSetupView.tsx';
import { BotSnippets } from './BotSnippets.tsx';
import { Button } from './Button.tsx';
import { FormSection } from './FormSection.tsx';
import { PageHead } from './PageHead.tsx';

interface Props {
  readonly name: string;
  readonly token: string;
  readonly doors: readonly string[];
  readonly bot: string;
  /** The keys that the bot has a grant on. */
  readonly keys: readonly string[];
  readonly onDone: () => void;
}

/** A new token, this once, with what calls the agent by it. Kept out of screenshots meanwhile. */
export function BotToken({ name, token, doors, bot, keys, onDone }: Props) {
  const status = useBridge('app.status', {});
  useWindowProtection();
  const [key] = keys;
  const agent = status.state === 'ready' ? status.value.agent : null;
  return (
    <div className="max-w-3xl space-y-4">
      <PageHead title={t('bots.tokenTitle', { name })} lead={t('bots.tokenLead')}>
        <Button look="primary" onPress={onDone}>
          {t('bots.tokenDone')}
        </Button>
      </PageHead>
      <FormSection title={t('bots.token')}>
        <output
          aria-label={t('bots.token')}
          className="block rounded-field bg-sunken p-3 font-mono text-lead wrap-anywhere select-all"
        >
          {token}
        </output>
        <BotCopy words={t('bots.copyToken')} text={() => token} />
      </FormSection>
      {agent === null || key === undefined ? null : (
        <FormSection title={t('bots.snippetsTitle')}>
          <BotSnippets place={{ socket: agent.socket, http: agent.http, key, doors }} />
        </FormSection>
      )}
      {key === undefined ? null : (
        <FormSection title={t('setup.section')}>
          <BotSetupView bot={bot} keys={keys} />
        </FormSection>
      )}
    </div>
  );
}
