import { Meter } from 'react-aria-components';
import type { LimitUse } from '../limit-use.ts';
import { t } from '../strings.ts';

const names = {
  ordersPerDay: 'bots.ordersPerDay',
  callsPerMinute: 'bots.callsPerMinute',
  maxDailyNotional: 'bots.maxDailyNotional',
} as const;

const nearlyPercent = 80;
const inks = { calm: 'fill-accent', near: 'fill-warn', over: 'fill-bad' } as const;

/** What of one limit is used, as a bar with its numbers. */
export function BotLimitBar({ use: { id, percent, used, most } }: { readonly use: LimitUse }) {
  const name = t(names[id]);
  if (percent === undefined)
    return (
      <p className="text-warn">
        {name}: {t('bots.unproved')}
      </p>
    );
  const isOver = percent >= 100;
  const ink = isOver ? inks.over : percent >= nearlyPercent ? inks.near : inks.calm;
  const words = t('bots.usedOf', { used, most });
  const value = isOver ? `${words}, ${t('bots.usedUp')}` : words;
  return (
    <Meter aria-label={name} value={percent} valueLabel={value} className="block space-y-1">
      <span className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>{name}</span>
        <span className={isOver ? 'font-medium text-bad' : 'text-muted'}>{value}</span>
      </span>
      <svg aria-hidden="true" className="block h-1.5 w-full overflow-hidden rounded-full">
        <rect width="100%" height="100%" className="fill-line" />
        <rect width={`${percent}%`} height="100%" className={ink} />
      </svg>
    </Meter>
  );
}
