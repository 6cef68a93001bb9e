import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

interface Props {
  readonly tone: Tone;
  readonly Icon: LucideIcon;
  readonly children: ReactNode;
}

/** A state in one word, with a shape of its own, so that colour is never all of it. */
export function Chip({ tone, Icon, children }: Props) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 align-middle rounded-chip px-2 py-0.5 text-small font-medium whitespace-nowrap ${tones[tone]}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}
