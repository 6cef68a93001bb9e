import { CircleCheck } from 'lucide-react';
import { inWindow } from '../../shared/guidance/in-window.ts';
import type { HealthItem } from '../../shared/model.ts';
import { worstOf } from '../key-filter.ts';
import { t } from '../strings.ts';
import { healthLooks } from './key-health-look.ts';

interface Props {
  readonly health: readonly HealthItem[];
  readonly isTested: boolean;
}

/** A key's health in a line: its worst finding, in as many words as there is room for. */
export function KeyWorst({ health, isTested }: Props) {
  const worst = worstOf(health);
  if (worst === undefined && !isTested) return <span className="truncate text-muted">{t('keys.healthUnknown')}</span>;
  if (worst === undefined)
    return (
      <span className="flex items-center gap-1.5 text-good">
        <CircleCheck aria-hidden className="size-4 shrink-0" /> {t('keys.healthGood')}
      </span>
    );
  const { ink, Icon } = healthLooks[worst.level];
  const text = inWindow(worst.text);
  return (
    <>
      <span title={text} className={`flex items-center gap-1.5 ${ink}`}>
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{text}</span>
      </span>
      {health.length > 1 ? (
        <span className="block truncate text-small text-muted">
          {t('keys.healthMore', { count: health.length - 1 })}
        </span>
      ) : null}
    </>
  );
}
