import { t } from '../strings.ts';

/** What stands in a table's place while it loads. */
export function Rows() {
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className="overflow-hidden motion-safe:animate-pulse rounded-card border border-line bg-surface"
    >
      {['w-2/5', 'w-1/3', 'w-1/2', 'w-2/5', 'w-1/3'].map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars never change
        <div key={row} className="border-b border-line px-4 py-3.5 last:border-0">
          <div className={`h-3 rounded-chip bg-sunken ${width}`} />
        </div>
      ))}
    </div>
  );
}
