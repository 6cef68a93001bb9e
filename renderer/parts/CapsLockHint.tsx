import { ArrowBigUp } from 'lucide-react';

interface Props {
  readonly isOn: boolean;
}

export function CapsLockHint({ isOn }: Props) {
  return (
    <p role="status" className="empty:hidden">
      {isOn ? (
        <span className="flex items-center gap-1.5 text-small text-warn">
          <ArrowBigUp aria-hidden className="size-4" /> Caps Lock is on
        </span>
      ) : null}
    </p>
  );
}
