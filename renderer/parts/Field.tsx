import { Labelled } from './Labelled.tsx';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly pattern?: string;
  readonly type?: 'text' | 'url' | 'date';
  readonly isOptional?: boolean;
  readonly isFirst?: boolean;
  readonly defaultValue?: string;
  readonly onChange?: (value: string) => void;
}

/** A field for what is no secret. */
export function Field({
  name,
  label,
  hint,
  pattern,
  type = 'text',
  isOptional = false,
  isFirst = false,
  defaultValue,
  onChange,
}: Props) {
  return (
    <Labelled label={label} hint={hint} isOptional={isOptional}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          type={type}
          pattern={pattern}
          title={hint}
          required={!isOptional}
          defaultValue={defaultValue}
          // biome-ignore lint/a11y/noAutofocus: the page exists to fill in this form
          autoFocus={isFirst}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange?.(event.currentTarget.value)}
          className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3"
        />
      )}
    </Labelled>
  );
}
