import type { Timings } from '../../shared/model.ts';
import { partsOf } from '../call-words.ts';
import { formatMs } from '../format.ts';
import { t } from '../strings.ts';
import { CallBar, stretchFill } from './CallBar.tsx';

/** The bar of a call's time, and its numbers. */
export function CallTimes({ timings }: { readonly timings: Timings }) {
  const parts = partsOf(timings);
  if (parts.length === 0 && timings.total === null) return <p className="text-muted">{t('calls.noTimings')}</p>;
  return (
    <div className="space-y-2">
      <CallBar timings={timings} />
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 text-small text-muted">
        {parts.map(({ name, ms }) => (
          <li key={name} className="flex items-center gap-2">
            <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 shrink-0">
              <rect width={8} height={8} rx={2} className={stretchFill[name]} />
            </svg>
            <span className="min-w-0 flex-1">{t(`calls.stretch.${name}`)}</span>
            <span className="font-medium text-text">{t('calls.ms', { ms: formatMs(ms) })}</span>
          </li>
        ))}
      </ul>
      {timings.total === null ? null : (
        <p className="text-small font-medium">{t('calls.inAll', { ms: formatMs(timings.total) })}</p>
      )}
    </div>
  );
}
