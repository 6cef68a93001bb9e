import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One subject of a key, as a card. */
export function KeySection({ title, actions, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface p-4">
      <div className="mb-2 flex min-h-8 items-center justify-between gap-3">
        <h2 id={id} className="text-lead font-semibold">
          {title}
        </h2>
        {actions === undefined ? null : <div className="flex shrink-0 gap-2">{actions}</div>}
      </div>
      <div className="space-y-3">{children}</div>
    </section>
  );
}
