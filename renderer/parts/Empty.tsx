import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly Icon: LucideIcon;
  readonly title: string;
  /** What to do next. */
  readonly children: ReactNode;
}

export function Empty({ Icon, title, children }: Props) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-card border border-dashed border-line-strong/50 px-6 py-16 text-center">
      <Icon aria-hidden className="size-8 text-muted" strokeWidth={1.5} />
      <p className="text-lead font-semibold">{title}</p>
      <div className="max-w-md space-y-4 text-pretty text-muted">{children}</div>
    </div>
  );
}
