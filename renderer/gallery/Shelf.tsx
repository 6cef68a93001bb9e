import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** One part, in each of its states. */
export function Shelf({ title, children }: Props) {
  return (
    <section aria-label={title} data-shelf={title} className="border-b border-line py-6 last:border-0">
      <h2 className="mb-4 text-small font-semibold tracking-wide text-muted uppercase">{title}</h2>
      <div className="flex flex-wrap items-start gap-4">{children}</div>
    </section>
  );
}
