import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  readonly isOurs?: boolean;
  readonly children: ReactNode;
}

/** One of the two sides of a step: at the exchange, or here. */
export function ProtectSide({ title, isOurs = false, children }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`min-w-0 rounded-card border p-4 ${isOurs ? 'border-accent/40 bg-surface' : 'border-line bg-sunken'}`}
    >
      <h2 id={id} className="mb-2 text-small font-medium text-muted">
        {title}
      </h2>
      <div className="space-y-3 text-pretty">{children}</div>
    </section>
  );
}
