import { ArrowLeft } from 'lucide-react';
import { Link } from 'react-aria-components';
import { hrefOf } from '../route.ts';
import { t } from '../strings.ts';

/** Back to all bots. */
export function BotBack() {
  return (
    <Link
      href={hrefOf({ page: 'bots' })}
      className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-muted data-hovered:text-text"
    >
      <ArrowLeft aria-hidden className="size-4" /> {t('bots.title')}
    </Link>
  );
}
