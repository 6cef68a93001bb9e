import { inWindow } from '../../shared/guidance/in-window.ts';
import type { HealthItem } from '../../shared/model.ts';
import { healthLooks } from './key-health-look.ts';

interface Props {
  readonly health: readonly HealthItem[];
}

/** What is known of a key's health, a line each, the worst first as the test gives it. */
export function KeyHealth({ health }: Props) {
  return (
    <ul className="space-y-2">
      {health.map(({ id, level, text }) => {
        const { ink, Icon } = healthLooks[level];
        return (
          <li key={id} className="flex items-start gap-2.5">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
            <span className="min-w-0 text-pretty wrap-anywhere">{inWindow(text)}</span>
          </li>
        );
      })}
    </ul>
  );
}
