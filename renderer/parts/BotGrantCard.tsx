import { KeyRound } from 'lucide-react';
import { Link } from 'react-aria-components';
import type { WindowResult } from '../../shared/window-api.ts';
import { grantLines } from '../grant-words.ts';
import { limitUses } from '../limit-use.ts';
import { hrefOf } from '../route.ts';
import { t } from '../strings.ts';
import { BotLimitBar } from './BotLimitBar.tsx';
import { BotLines } from './BotLines.tsx';
import { LinkButton } from './LinkButton.tsx';

type Grant = WindowResult<'bots.usage'>['grants'][number];

interface Props {
  readonly bot: string;
  readonly grant: Grant;
}

/** What a bot may do with one key, and how much of it is used. */
export function BotGrantCard({ bot, grant }: Props) {
  const uses = limitUses(grant.limits, grant.left);
  return (
    <section aria-label={grant.key} className="rounded-card border border-line bg-surface p-5">
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 className="min-w-0 text-lead font-semibold">
          <Link
            href={hrefOf({ page: 'key', id: grant.key })}
            className="inline-flex min-h-6 max-w-full items-center gap-2 data-hovered:text-accent"
          >
            <KeyRound aria-hidden className="size-4 shrink-0 text-muted" />
            <span title={grant.key} className="truncate">
              {grant.key}
            </span>
          </Link>
        </h2>
        <div className="shrink-0">
          <LinkButton look="plain" to={{ page: 'bot-grant', id: bot, key: grant.key }}>
            {t('bots.change')}
          </LinkButton>
        </div>
      </div>
      <div className="grid gap-x-8 gap-y-4 xl:grid-cols-2">
        <BotLines lines={grantLines(grant)} />
        <div className="space-y-3">
          {uses.length === 0 ? <p className="text-muted">{t('bots.noLimits')}</p> : null}
          {uses.map((use) => (
            <BotLimitBar key={use.id} use={use} />
          ))}
          {uses.length === 0 ? null : <p className="text-small text-muted">{t('bots.resets')}</p>}
        </div>
      </div>
    </section>
  );
}
