import type { ReactNode } from 'react';

interface Props {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
}

/** Names and what they stand at, side by side. */
export function FactList({ facts }: Props) {
  return (
    <dl className="grid grid-cols-[minmax(8rem,12rem)_minmax(0,1fr)] gap-x-4 gap-y-2">
      {facts.map(({ name, value }) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
