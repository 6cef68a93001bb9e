import { KeyRound, ListTree, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import type { StatusView } from '../../shared/control-views.ts';
import { hrefOf, type Route } from '../route.ts';
import { Logo } from './Logo.tsx';
import { Note } from './Note.tsx';
import { VaultPanel } from './VaultPanel.tsx';

interface Props {
  readonly route: Route;
  readonly status: StatusView;
  readonly children: ReactNode;
}

/** The navigation and the vault's state around every page of an open vault. */
export function Frame({ route, status, children }: Props) {
  const section = route.page === 'calls' || route.page === 'settings' ? route.page : 'keys';
  return (
    <div className="grid h-full grid-cols-[13rem_minmax(0,1fr)] max-lg:grid-cols-[3.5rem_minmax(0,1fr)]">
      <nav aria-label="Pages" className="flex flex-col gap-1 border-e border-line bg-surface p-3 max-lg:px-2">
        <div className="mb-4 flex items-center gap-2.5 px-2 pt-1 max-lg:px-1.5">
          <Logo />
          <span className="text-lead font-semibold max-lg:sr-only">Keybearer</span>
        </div>
        <Item
          to={{ page: 'keys' }}
          isHere={section === 'keys'}
          Icon={KeyRound}
          words="Keys"
          count={status.keys.length}
        />
        <Item to={{ page: 'calls' }} isHere={section === 'calls'} Icon={ListTree} words="Calls" />
        <Item to={{ page: 'settings' }} isHere={section === 'settings'} Icon={Settings} words="Settings" />
        <VaultPanel bots={status.bots} />
      </nav>
      <main className="min-h-0 overflow-auto px-8 py-6 max-lg:px-5">
        {status.warnings.length === 0 ? null : (
          <div className="mb-5 space-y-2">
            {status.warnings.map((warning) => (
              <Note key={warning} tone="warn">
                {warning}
              </Note>
            ))}
          </div>
        )}
        {children}
      </main>
    </div>
  );
}

interface ItemProps {
  readonly to: Route;
  readonly isHere: boolean;
  readonly Icon: typeof KeyRound;
  readonly words: string;
  readonly count?: number;
}

function Item({ to, isHere, Icon, words, count }: ItemProps) {
  const look = isHere
    ? 'bg-accent-soft text-accent font-semibold'
    : 'text-muted font-medium data-hovered:bg-hover data-hovered:text-text';
  return (
    <Link
      href={hrefOf(to)}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      className={`flex min-h-8 items-center gap-2.5 rounded-field px-2 max-lg:justify-center ${look}`}
    >
      <Icon aria-hidden className="size-4" />
      <span className="flex-1 max-lg:sr-only">{words}</span>
      {count === undefined ? null : <span className="text-small font-normal max-lg:hidden">{count}</span>}
    </Link>
  );
}
