import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAct, useBridge } from '../bridge.ts';
import { formatMoment } from '../format.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { BotActions } from '../parts/BotActions.tsx';
import { BotCalls } from '../parts/BotCalls.tsx';
import { BotGrantCard } from '../parts/BotGrantCard.tsx';
import { BotStateChip } from '../parts/BotStateChip.tsx';
import type { BotItem } from '../parts/BotTable.tsx';
import { BotToken } from '../parts/BotToken.tsx';
import { Failed } from '../parts/Failed.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';

export function BotPage({ id }: { readonly id: string }) {
  const bot = useBridge('bots.show', { bot: id });
  const [token, setToken] = useState<string>();
  if (bot.state === 'ready' && token !== undefined)
    return (
      <BotToken
        name={bot.value.name}
        token={token}
        doors={bot.value.doors}
        bot={bot.value.id}
        keys={bot.value.grants.map(({ key }) => key)}
        onDone={() => setToken(undefined)}
      />
    );
  return (
    <>
      <BackLink to={{ page: 'bots' }}>{t('bots.title')}</BackLink>
      {bot.state === 'loading' ? <Rows /> : null}
      {bot.state === 'failed' ? <Failed error={bot.error} again={bot.again} /> : null}
      {bot.state === 'ready' ? <BotView bot={bot.value} onToken={setToken} /> : null}
    </>
  );
}

interface ViewProps {
  readonly bot: BotItem;
  readonly onToken: (token: string) => void;
}

function BotView({ bot, onToken }: ViewProps) {
  const usage = useBridge('bots.usage', { bot: bot.id });
  const pause = useAct('bots.pause');
  const say = useUi((ui) => ui.say);
  const doPause = async () => {
    if ((await pause.run({ bot: bot.id })) !== undefined) say('good', t('bots.pausing', { name: bot.name }));
  };
  return (
    <>
      <PageHead title={bot.name}>
        <LinkButton look="plain" to={{ page: 'bot-setup', id: bot.id }}>
          {t('setup.open')}
        </LinkButton>
        <BotActions bot={bot} pause={doPause} isPausing={pause.isBusy} onToken={onToken} />
      </PageHead>
      <div className="space-y-5">
        {pause.error === undefined ? null : <Failed error={pause.error} />}
        <BotFacts bot={bot} lastCall={usage.state === 'ready' ? usage.value.lastCall : undefined} />
        {usage.state === 'loading' ? <Rows /> : null}
        {usage.state === 'failed' ? <Failed error={usage.error} again={usage.again} /> : null}
        {usage.state === 'ready'
          ? usage.value.grants.map((grant) => <BotGrantCard key={grant.key} bot={bot.id} grant={grant} />)
          : null}
        <LinkButton look="plain" to={{ page: 'bot-grant', id: bot.id }}>
          <Plus aria-hidden className="size-4" /> {t('bots.addKey')}
        </LinkButton>
        <BotCalls name={bot.name} />
      </div>
    </>
  );
}

const doors = { socket: 'bots.socket', http: 'bots.http', group: 'bots.group' } as const;

interface FactsProps {
  readonly bot: BotItem;
  /** Undefined until it is known. */
  readonly lastCall: string | null | undefined;
}

function BotFacts({ bot, lastCall }: FactsProps) {
  const called = lastCall === undefined ? '…' : lastCall === null ? t('bots.notYet') : formatMoment(lastCall);
  const facts = [
    [t('bots.factDoors'), bot.doors.map((door) => t(doors[door])).join(', ')],
    [t('bots.lastCall'), called],
    [t('bots.factAdded'), formatMoment(bot.added)],
    [t('bots.expires'), bot.expires === null ? t('bots.never') : formatMoment(bot.expires)],
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-2 rounded-card border border-line bg-surface px-5 py-3">
      <BotStateChip state={bot.state} />
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-small text-muted">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
