import { useId } from 'react';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly defaultValue: string;
}

/** One of a few values. */
export function SelectField({ name, label, hint, options, defaultValue }: Props) {
  const id = useId();
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="block h-9 w-full rounded-field border border-line-strong bg-surface px-2.5"
      >
        {options.map(({ value, words }) => (
          <option key={value} value={value} className="bg-raised">
            {words}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-small text-pretty text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
