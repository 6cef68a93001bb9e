import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { hrefOf, type Route } from '../route.ts';

interface Props {
  readonly to: Route;
  readonly children: ReactNode;
}

/** The way to the page above, over a page's title. */
export function BackLink({ to, children }: Props) {
  return (
    <Link href={hrefOf(to)} className="mb-3 inline-flex min-h-6 items-center gap-1.5 text-muted data-hovered:text-text">
      <ArrowLeft aria-hidden className="size-4 shrink-0" /> <span className="truncate">{children}</span>
    </Link>
  );
}
