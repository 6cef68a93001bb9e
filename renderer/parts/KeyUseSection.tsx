import { Bot } from 'lucide-react';
import { Link } from 'react-aria-components';
import type { KeyDetail, StatusView } from '../../shared/control-views.ts';
import { hrefOf } from '../route.ts';
import { t } from '../strings.ts';
import { wordsOfUse } from '../words.ts';
import { Button } from './Button.tsx';
import { KeySection } from './KeySection.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly bots: StatusView['bots'];
  readonly edit: () => void;
}

/** Where a key is used, as its owner said, and which bots have a grant on it. */
export function KeyUseSection({ item, bots, edit }: Props) {
  const known = new Map(bots.map((bot) => [bot.name, bot]));
  return (
    <KeySection title={t('keys.use')} actions={<Button onPress={edit}>{t('keys.useEdit')}</Button>}>
      {item.usedBy.length === 0 ? <p className="text-muted">{t('keys.useNothing')}</p> : null}
      <ul className="space-y-1">
        {item.usedBy.map((use) => (
          <li key={use} className="wrap-anywhere">
            {wordsOfUse(use)}
          </li>
        ))}
      </ul>
      <div className="border-t border-line pt-3">
        <h3 className="mb-1 text-small font-medium text-muted">{t('keys.bots')}</h3>
        {item.bots.length === 0 ? <p className="text-muted">{t('keys.botsNone')}</p> : null}
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {item.bots.map((name) => {
            const id = known.get(name)?.id;
            return (
              <li key={name} className="flex min-h-6 items-center gap-1.5">
                <Bot aria-hidden className="size-4 shrink-0 text-muted" />
                {id === undefined ? (
                  name
                ) : (
                  <Link href={hrefOf({ page: 'bot', id })} className="font-medium text-accent data-hovered:underline">
                    {name}
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </KeySection>
  );
}
