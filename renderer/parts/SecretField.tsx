import { useId } from 'react';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isFirst?: boolean;
  readonly isOptional?: boolean;
  /** Shows what is typed: for what the page itself has just shown. */
  readonly isShown?: boolean;
  /** Told when Caps Lock is on or off. */
  /** Told of each change, with the field itself: its text is kept nowhere else. */
  readonly onType?: (field: HTMLInputElement) => void;
  readonly onCapsLock?: (isOn: boolean) => void;
}

/** A field for a secret: its text lives in the field alone, never in React, and is read and cleared on submit. */
export function SecretField({
  name,
  label,
  hint,
  isFirst = false,
  isOptional = false,
  isShown = false,
  onType,
  onCapsLock,
}: Props) {
  const id = useId();
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type={isShown ? 'text' : 'password'}
        data-secret
        // biome-ignore lint/a11y/noAutofocus: the page exists for this one field
        autoFocus={isFirst}
        required={!isOptional}
        autoComplete="off"
        spellCheck={false}
        maxLength={16384}
        onInput={(event) => onType?.(event.currentTarget)}
        onKeyUp={(event) => onCapsLock?.(event.getModifierState('CapsLock'))}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3 font-mono"
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-small text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
