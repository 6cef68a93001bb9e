import { KeyRound } from 'lucide-react';
import { Grant } from '../../shared/model.ts';
import { useBridge } from '../bridge.ts';
import { draftOf, emptyGrant } from '../grant-draft.ts';
import { BackLink } from '../parts/BackLink.tsx';
import { BotGrantChange } from '../parts/BotGrantChange.tsx';
import type { BotItem } from '../parts/BotTable.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Failed } from '../parts/Failed.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { PageHead } from '../parts/PageHead.tsx';
import { Rows } from '../parts/Rows.tsx';
import { t } from '../strings.ts';

interface Props {
  readonly id: string;
  /** The key's label; undefined for a grant on a key that the bot may not use yet. */
  readonly grantKey: string | undefined;
}

/** A bot's grant on one key, to be changed, or one on another key. */
export function BotGrantPage({ id, grantKey }: Props) {
  const bot = useBridge('bots.show', { bot: id });
  const name = bot.state === 'ready' ? bot.value.name : id;
  return (
    <div className="max-w-3xl">
      <BackLink to={{ page: 'bot', id }}>{name}</BackLink>
      <PageHead
        title={
          grantKey === undefined ? t('bots.addKeyTitle', { name }) : t('bots.changeTitle', { name, key: grantKey })
        }
        lead={t('bots.changeLead')}
      />
      {bot.state === 'loading' ? <Rows /> : null}
      {bot.state === 'failed' ? <Failed error={bot.error} again={bot.again} /> : null}
      {bot.state === 'ready' && grantKey !== undefined ? <Change bot={bot.value} grantKey={grantKey} /> : null}
      {bot.state === 'ready' && grantKey === undefined ? <Add bot={bot.value} /> : null}
    </div>
  );
}

function Change({ bot, grantKey }: { readonly bot: BotItem; readonly grantKey: string }) {
  const grant = bot.grants.find(({ key }) => key === grantKey);
  if (grant === undefined)
    return (
      <Empty Icon={KeyRound} title={t('bots.noGrant', { name: bot.name, key: grantKey })}>
        <LinkButton to={{ page: 'bot-grant', id: bot.id }}>{t('bots.addKey')}</LinkButton>
      </Empty>
    );
  return <BotGrantChange bot={bot} keys={[grantKey]} start={draftOf(0, Grant.parse(grant))} />;
}

function Add({ bot }: { readonly bot: BotItem }) {
  const keys = useBridge('keys.list', {});
  if (keys.state === 'loading') return <Rows />;
  if (keys.state === 'failed') return <Failed error={keys.error} again={keys.again} />;
  const free = keys.value.map(({ label }) => label).filter((label) => bot.grants.every(({ key }) => key !== label));
  const [first] = free;
  if (first === undefined)
    return (
      <Empty Icon={KeyRound} title={t('bots.noMoreKeys')}>
        <LinkButton to={{ page: 'add-key' }}>{t('frame.addKey')}</LinkButton>
      </Empty>
    );
  return <BotGrantChange bot={bot} keys={free} start={emptyGrant(0, first)} />;
}
