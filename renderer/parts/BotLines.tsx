import { Check, Gauge, TriangleAlert } from 'lucide-react';
import type { GrantLine } from '../grant-words.ts';

interface Props {
  readonly lines: readonly GrantLine[];
}

const looks = {
  plain: { Icon: Check, ink: 'text-good', text: '' },
  limit: { Icon: Gauge, ink: 'text-muted', text: 'text-muted' },
  danger: { Icon: TriangleAlert, ink: 'text-bad', text: 'font-medium text-bad' },
} as const;

/** What a grant allows, a line each. */
export function BotLines({ lines }: Props) {
  return (
    <ul className="space-y-1">
      {lines.map(({ tone, text }) => {
        const { Icon, ink, text: words } = looks[tone];
        return (
          <li key={text} className="flex items-start gap-2">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
            <span className={`min-w-0 text-pretty wrap-anywhere ${words}`}>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
