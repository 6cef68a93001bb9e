import { Check } from 'lucide-react';
import type { ProtectStep } from '../protect-steps.ts';
import { t } from '../strings.ts';

interface Props {
  readonly steps: readonly ProtectStep[];
  readonly at: number;
}

/** Which of the steps it is, and what is still to come. */
export function ProtectStepper({ steps, at }: Props) {
  return (
    <ol aria-label={t('protect.steps')} className="space-y-1 max-md:hidden">
      {steps.map(({ id, name }, index) => (
        <li
          key={id}
          aria-current={index === at ? 'step' : undefined}
          className={`flex items-center gap-2.5 rounded-field px-2 py-1.5 ${index === at ? 'bg-accent-soft font-medium' : 'text-muted'}`}
        >
          <span
            className={`grid size-5 shrink-0 place-items-center rounded-full border text-small ${index === at ? 'border-accent text-accent' : 'border-line-strong'}`}
          >
            {index < at ? <Check aria-hidden className="size-3.5 text-good" /> : index + 1}
          </span>
          {t(name)}
          {index < at ? <span className="sr-only">, {t('protect.done')}</span> : null}
        </li>
      ))}
    </ol>
  );
}
