import { TriangleAlert } from 'lucide-react';
import type { Permission } from '../../shared/permissions.ts';
import { grantLines } from '../grant-words.ts';
import { t } from '../strings.ts';
import { Checkbox } from './Checkbox.tsx';

interface Props {
  readonly may: readonly Permission[];
  readonly isConfirmed: boolean;
  readonly onConfirm: (isConfirmed: boolean) => void;
}

/** What could not be undone, and the yes to it. */
export function BotDanger({ may, isConfirmed, onConfirm }: Props) {
  const lines = grantLines({ may: [...may], symbols: 'any', orders: 'own', limits: {} });
  return (
    <div role="note" className="space-y-2 rounded-card border border-bad/40 bg-bad-soft p-4">
      <p className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-bad" /> {t('bots.dangerTitle')}
      </p>
      <ul className="list-disc space-y-0.5 ps-10">
        {lines
          .filter(({ tone }) => tone === 'danger')
          .map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
      </ul>
      <Checkbox label={t('bots.dangerConfirm')} isSelected={isConfirmed} onChange={onConfirm} />
    </div>
  );
}
