interface Props {
  readonly title: string;
  readonly text: string;
  readonly size?: 'small' | 'large';
}

const sizes = { small: 'max-h-64', large: 'max-h-96' } as const;

/** A long text in a machine's form, which scrolls within itself. */
export function CallText({ title, text, size = 'small' }: Props) {
  return (
    <section
      aria-label={title}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without the mouse
      tabIndex={0}
      className={`overflow-auto rounded-field bg-sunken px-3 py-2 select-text ${sizes[size]}`}
    >
      <pre className="font-mono text-small whitespace-pre-wrap wrap-anywhere">{text}</pre>
    </section>
  );
}
