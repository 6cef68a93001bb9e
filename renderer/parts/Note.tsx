import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly tone?: 'neutral' | 'warn';
  readonly children: ReactNode;
}

const looks = {
  neutral: { edge: 'border-line bg-sunken', ink: 'text-muted', Icon: Info },
  warn: { edge: 'border-warn/40 bg-warn-soft', ink: 'text-warn', Icon: TriangleAlert },
} as const;

/** A sentence that somebody should know, though nothing failed. */
export function Note({ tone = 'neutral', children }: Props) {
  const { edge, ink, Icon } = looks[tone];
  return (
    <div role="note" className={`flex items-start gap-2.5 rounded-field border px-3 py-2.5 ${edge}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <p className="min-w-0 text-pretty wrap-anywhere">{children}</p>
    </div>
  );
}
