import type { LucideIcon } from 'lucide-react';
import { Link } from 'react-aria-components';
import { hrefOf, type PlainPage } from '../route.ts';

interface Props {
  readonly to: PlainPage;
  readonly isHere: boolean;
  readonly Icon: LucideIcon;
  readonly words: string;
  readonly count?: number;
  /** The count is of things that wait for somebody. */
  readonly isUrgent?: boolean;
}

export function NavItem({ to, isHere, Icon, words, count, isUrgent = false }: Props) {
  const look = isHere
    ? 'bg-accent-soft text-accent font-semibold'
    : 'text-muted font-medium data-hovered:bg-hover data-hovered:text-text';
  const badge = isUrgent
    ? 'rounded-chip bg-warn-soft px-1.5 max-lg:px-1 font-semibold text-warn'
    : 'font-normal max-lg:hidden';
  return (
    <Link
      href={hrefOf({ page: to })}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      className={`flex min-h-8 items-center gap-2.5 rounded-field px-2 max-lg:justify-center max-lg:gap-0.5 max-lg:px-1 ${look}`}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="flex-1 max-lg:sr-only">{words}</span>
      {count === undefined || (isUrgent && count === 0) ? null : <span className={`text-small ${badge}`}>{count}</span>}
    </Link>
  );
}
