import type { Timings } from '../../shared/model.ts';
import { partsOf, type Stretch } from '../call-words.ts';

/** Each stretch's colour, in the bar and beside its words. */
export const stretchFill: Readonly<Record<Stretch, string>> = {
  policy: 'fill-muted',
  approval: 'fill-warn',
  budget: 'fill-line-strong',
  codeWait: 'fill-good',
  sign: 'fill-text',
  network: 'fill-accent',
};

const least = 0.6;

/** Where the time of a call went, end to end. The numbers stand beside it as text. */
export function CallBar({ timings }: { readonly timings: Timings }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 2"
      preserveAspectRatio="none"
      className="h-2.5 w-full rounded-chip bg-sunken"
    >
      {partsOf(timings).map(({ name, start, share }) => (
        <rect
          key={name}
          x={start * 100}
          width={share > 0 ? Math.max(share * 100, least) : 0}
          height={2}
          className={stretchFill[name]}
        />
      ))}
    </svg>
  );
}
