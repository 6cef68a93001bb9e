import { SearchCheck } from 'lucide-react';
import type { Cause } from '../../shared/errors.ts';
import { inWindow } from '../../shared/guidance/in-window.ts';
import { besideLikelihood, likelihoodOf } from '../../shared/guidance/likelihood.ts';
import { t } from '../strings.ts';

const words = { likely: 'explain.likely', possible: 'explain.possible', lessLikely: 'explain.lessLikely' } as const;

export const likelihoodWords = (likelihood: number): string => t(words[likelihoodOf(likelihood)]);

/** The causes of an error, the likeliest first, each with the check that settles it. */
export function ExplainCauses({ causes }: { readonly causes: readonly Cause[] }) {
  if (causes.length === 0) return <p className="text-muted">{t('explain.nothing')}</p>;
  return (
    <ol className="divide-y divide-line rounded-card border border-line bg-surface">
      {causes.map(({ id, text, check, likelihood }) => (
        <li key={id} className="space-y-1.5 px-4 py-3">
          <p className="text-pretty">
            {id === 'unknown' ? null : <Likelihood likelihood={likelihood} />}{' '}
            {id === 'unknown' ? text : besideLikelihood(text)}
          </p>
          <p className="flex items-start gap-2 text-pretty text-muted">
            <SearchCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            <span>
              <span className="font-medium text-text">{t('explain.check')}:</span> {inWindow(check)}
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
}

const steps = [0.05, 0.2, 0.5];

function Likelihood({ likelihood }: { readonly likelihood: number }) {
  return (
    <span className="me-1 inline-flex items-center gap-1.5 rounded-chip bg-sunken px-2 py-0.5 align-middle text-small font-medium">
      <svg aria-hidden="true" viewBox="0 0 14 8" className="h-2 w-3.5">
        {steps.map((step, n) => (
          <rect
            key={step}
            x={n * 5}
            width={4}
            height={8}
            rx={1}
            className={likelihood >= step ? 'fill-accent' : 'fill-line'}
          />
        ))}
      </svg>
      {likelihoodWords(likelihood)}
    </span>
  );
}
