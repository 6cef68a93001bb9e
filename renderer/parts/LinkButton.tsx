import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { hrefOf, type Route } from '../route.ts';

interface Props {
  readonly to: Route;
  readonly children: ReactNode;
}

/** A link that looks like the page's main button. */
export function LinkButton({ to, children }: Props) {
  return (
    <Link
      href={hrefOf(to)}
      className="inline-flex min-h-8 items-center gap-2 rounded-field bg-accent px-3 font-medium text-on-accent data-hovered:bg-accent-strong"
    >
      {children}
    </Link>
  );
}
