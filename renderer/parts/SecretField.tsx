import { Labelled } from './Labelled.tsx';

interface Props {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isFirst?: boolean;
  readonly isOptional?: boolean;
  /** Shows what is typed: for what the page itself has just shown. */
  readonly isShown?: boolean;
  /** Told of each change, with the field itself: its text is kept nowhere else. */
  readonly onType?: (field: HTMLInputElement) => void;
  /** Told when Caps Lock is on or off. */
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
  return (
    <Labelled label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
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
          className="block h-9 w-full rounded-field border border-line-strong bg-surface px-3 font-mono"
        />
      )}
    </Labelled>
  );
}
