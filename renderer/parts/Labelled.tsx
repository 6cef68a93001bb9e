import { type ReactNode, useId } from 'react';
import { t } from '../strings.ts';

/** What ties a control to its label and its hint. */
export interface LabelIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
}

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isOptional?: boolean;
  readonly children: (ids: LabelIds) => ReactNode;
}

/** A control under its label, with a hint below where there is one. */
export function Labelled({ label, hint, isOptional = false, children }: Props) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block font-medium">
        {label}
        {isOptional ? <span className="ms-1 font-normal text-muted">{t('common.optional')}</span> : null}
      </label>
      {children({ id, 'aria-describedby': hint === undefined ? undefined : hintId })}
      {hint === undefined ? null : (
        <p id={hintId} className="text-small text-pretty text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
