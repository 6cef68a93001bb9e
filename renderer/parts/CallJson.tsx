import { CallText } from './CallText.tsx';

interface Props {
  readonly title: string;
  readonly value: unknown;
}

/** What was sent or came back, as the log keeps it. */
export function CallJson({ title, value }: Props) {
  return (
    <details open className="space-y-1">
      <summary className="min-h-6 cursor-default rounded-chip text-small font-medium text-muted">{title}</summary>
      <CallText title={title} text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} />
    </details>
  );
}
