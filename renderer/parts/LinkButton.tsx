import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { hrefOf, type Route } from '../route.ts';

const looks = {
  primary: 'bg-accent text-on-accent data-hovered:bg-accent-strong',
  plain: 'border border-line bg-surface text-text data-hovered:bg-hover',
} as const;

interface Props {
  readonly to: Route;
  readonly look?: keyof typeof looks;
  readonly children: ReactNode;
}

/** A link that looks like the page's main button. */
export function LinkButton({ to, look = 'primary', children }: Props) {
  return (
    <Link
      href={hrefOf(to)}
      className={`inline-flex min-h-8 items-center gap-2 rounded-field px-3 font-medium ${looks[look]}`}
    >
      {children}
    </Link>
  );
}
