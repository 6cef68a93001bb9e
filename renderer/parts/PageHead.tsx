import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly lead?: string;
  /** Buttons at the end of the line. */
  readonly children?: ReactNode;
}

export function PageHead({ title, lead, children }: Props) {
  return (
    <header className="mb-5 flex items-center justify-between gap-6">
      <div className="min-w-0">
        <h1 className="truncate text-title font-semibold">{title}</h1>
        {lead === undefined ? null : <p className="mt-0.5 text-muted text-pretty">{lead}</p>}
      </div>
      {children === undefined ? null : <div className="flex shrink-0 items-center gap-2">{children}</div>}
    </header>
  );
}
