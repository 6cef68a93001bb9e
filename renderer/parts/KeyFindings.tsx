import { CircleAlert, CircleX } from 'lucide-react';
import type { KeyFinding } from '../../shared/window-views.ts';

interface Props {
  readonly findings: readonly KeyFinding[];
  readonly field: string;
}

/** What was found about one field while it was typed in, below it. */
export function KeyFindings({ findings, field }: Props) {
  return (
    <div role="status" className="empty:hidden">
      {findings
        .filter((finding) => finding.field === field)
        .map(({ level, text }) => {
          const Icon = level === 'wrong' ? CircleX : CircleAlert;
          return (
            <p
              key={text}
              className={`mt-1 flex items-start gap-1.5 text-small text-pretty wrap-anywhere ${level === 'wrong' ? 'text-bad' : 'text-warn'}`}
            >
              <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" /> {text}
            </p>
          );
        })}
    </div>
  );
}
