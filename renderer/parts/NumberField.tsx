import { Labelled } from './Labelled.tsx';

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
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          type="number"
          inputMode="numeric"
          {...{ min, max }}
          step={1}
          defaultValue={defaultValue ?? ''}
          className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3"
        />
      )}
    </Labelled>
  );
}
