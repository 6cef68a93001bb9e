import { TriangleAlert } from 'lucide-react';
import type { Problem } from '../../shared/errors.ts';
import { inWindow } from '../../shared/guidance/in-window.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly error: Problem;
  readonly again?: () => void;
}

/** What went wrong and, where it can help, another try. */
export function Failed({ error, again }: Props) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-card border border-bad/40 bg-bad-soft p-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium wrap-anywhere">{inWindow(error.detail)}</p>
        <p className="font-mono text-small text-muted">{error.code}</p>
      </div>
      {again === undefined ? null : <Button onPress={again}>{t('common.again')}</Button>}
    </div>
  );
}
