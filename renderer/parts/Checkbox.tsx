import { Check } from 'lucide-react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';

interface Props {
  readonly label: string;
  readonly hint?: string;
  /** Only inside a group: the value it stands for. */
  readonly value?: string;
  readonly isDisabled?: boolean;
  readonly isSelected?: boolean;
  readonly onChange?: (isSelected: boolean) => void;
}

export function Checkbox({ label, hint, ...rest }: Props) {
  return (
    <AriaCheckbox {...rest} className="group flex items-start gap-2.5 py-1 data-disabled:opacity-50">
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-[0.25rem] border border-line-strong bg-surface text-on-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-accent group-data-selected:border-accent group-data-selected:bg-accent">
        <Check aria-hidden strokeWidth={3} className="invisible size-3 group-data-selected:visible" />
      </span>
      <span>
        {label}
        {hint === undefined ? null : <span className="block text-small text-muted">{hint}</span>}
      </span>
    </AriaCheckbox>
  );
}
