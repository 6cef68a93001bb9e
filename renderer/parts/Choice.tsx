import { Radio } from 'react-aria-components';

interface Props {
  readonly value: string;
  readonly label: string;
  readonly hint: string;
  readonly isDisabled?: boolean;
}

/** One of a few that exclude each other, as a card. */
export function Choice({ value, label, hint, isDisabled = false }: Props) {
  return (
    <Radio
      value={value}
      isDisabled={isDisabled}
      className="group flex flex-1 items-start gap-2.5 rounded-field border border-line-strong bg-surface p-3 data-disabled:border-line data-disabled:opacity-50 data-focus-visible:outline-2 data-focus-visible:outline-offset-2 data-focus-visible:outline-accent data-hovered:bg-hover data-selected:border-accent data-selected:bg-accent-soft"
    >
      <span className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-selected:border-accent">
        <span className="size-2 rounded-full group-data-selected:bg-accent" />
      </span>
      <span>
        <span className="font-medium">{label}</span>
        <span className="block text-small text-muted">{hint}</span>
      </span>
    </Radio>
  );
}
