import { Labelled } from './Labelled.tsx';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly { readonly value: string; readonly words: string }[];
  readonly defaultValue: string;
  readonly onChange?: (value: string) => void;
}

/** One of a few values. */
export function SelectField({ name, label, hint, options, defaultValue, onChange }: Props) {
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <select
          {...ids}
          name={name}
          defaultValue={defaultValue}
          onChange={(event) => onChange?.(event.target.value)}
          className="block h-9 w-full rounded-field border border-line-strong bg-surface px-2.5"
        >
          {options.map(({ value, words }) => (
            <option key={value} value={value} className="bg-raised">
              {words}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
