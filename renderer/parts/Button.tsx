import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';

const base =
  'inline-flex min-h-8 cursor-default items-center justify-center gap-2 rounded-field px-3 font-medium disabled:opacity-55';
const looks = {
  primary: 'bg-accent text-on-accent data-hovered:bg-accent-strong data-pressed:bg-accent-strong',
  plain: 'border border-line bg-surface text-text data-hovered:bg-hover data-pressed:bg-sunken',
  danger: 'bg-bad text-on-bad data-hovered:opacity-90 data-pressed:opacity-80',
  alarm: 'border border-bad/40 bg-surface text-bad data-hovered:bg-bad-soft data-pressed:bg-bad-soft',
  quiet: 'text-muted data-hovered:bg-hover data-hovered:text-text data-pressed:bg-sunken',
} as const;

interface Props {
  readonly look?: keyof typeof looks;
  readonly type?: 'button' | 'submit';
  readonly isDisabled?: boolean;
  readonly isWide?: boolean;
  /** Has the focus as soon as it is drawn. */
  readonly isFirst?: boolean;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}

export function Button({
  look = 'plain',
  type = 'button',
  isDisabled = false,
  isWide = false,
  isFirst = false,
  onPress,
  children,
}: Props) {
  return (
    <AriaButton
      type={type}
      isDisabled={isDisabled}
      autoFocus={isFirst}
      className={`${base} ${looks[look]} ${isWide ? 'w-full' : ''}`}
      {...(onPress === undefined ? {} : { onPress })}
    >
      {children}
    </AriaButton>
  );
}
