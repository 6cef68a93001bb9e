import { useId } from 'react';
import { t } from '../strings.ts';

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
  const id = useId();
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label} {isOptional ? <span className="font-normal text-muted">{t('common.optional')}</span> : null}
      </label>
      <input
        id={id}
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
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3"
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-small text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
