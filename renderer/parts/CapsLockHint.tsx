import { ArrowBigUp } from 'lucide-react';
import { t } from '../strings.ts';

interface Props {
  readonly isOn: boolean;
}

export function CapsLockHint({ isOn }: Props) {
  return (
    <p role="status" className="empty:hidden">
      {isOn ? (
        <span className="flex items-center gap-1.5 text-small text-warn">
          <ArrowBigUp aria-hidden className="size-4" /> {t('recovery.capsLock')}
        </span>
      ) : null}
    </p>
  );
}
