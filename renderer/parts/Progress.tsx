import { ProgressBar } from 'react-aria-components';

interface Props {
  /** What is being done, shown beside the bar. */
  readonly words: string;
  /** How far it is, from 0 to 100; left out where nobody can tell. */
  readonly percent?: number;
}

/** Work that takes a while, such as making the key from the passphrase, whose end nobody can tell. */
export function Progress({ words, percent }: Props) {
  if (percent !== undefined) return <Measured words={words} percent={percent} />;
  return (
    <ProgressBar aria-label={words} isIndeterminate className="block space-y-1.5">
      <span className="block h-1 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full w-2/5 rounded-full bg-accent motion-safe:animate-pass motion-reduce:w-full motion-reduce:opacity-60" />
      </span>
      <span className="block text-small text-muted">{words}</span>
    </ProgressBar>
  );
}

function Measured({ words, percent }: Required<Props>) {
  return (
    <ProgressBar aria-label={words} value={percent} className="block space-y-1.5">
      <svg aria-hidden="true" className="block h-1 w-full overflow-hidden rounded-full">
        <rect width="100%" height="100%" className="fill-line" />
        <rect width={`${percent}%`} height="100%" className="fill-accent" />
      </svg>
      <span className="block text-small text-muted tabular-nums">{words}</span>
    </ProgressBar>
  );
}
