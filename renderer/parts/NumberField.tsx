import { useId } from 'react';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly defaultValue: number | null;
}

/** A whole number, or nothing. */
export function NumberField({ name, label, hint, min, max, defaultValue }: Props) {
  const id = useId();
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type="number"
        inputMode="numeric"
        {...{ min, max }}
        step={1}
        defaultValue={defaultValue ?? ''}
        aria-describedby={`${id}-hint`}
        className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3"
      />
      <p id={`${id}-hint`} className="text-small text-muted">
        {hint}
      </p>
    </div>
  );
}
