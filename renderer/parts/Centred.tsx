import type { ReactNode } from 'react';
import { Logo } from './Logo.tsx';

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** The one card of a page that stands alone, before the vault is open. */
export function Centred({ title, lead, children }: Props) {
  return (
    <main className="grid min-h-full place-items-center overflow-auto p-8">
      <div className="w-full max-w-md">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Logo isLarge />
          <h1 className="text-title font-semibold">{title}</h1>
          <p className="text-pretty text-muted">{lead}</p>
        </div>
        <div className="rounded-card border border-line bg-surface p-6 shadow-sm">{children}</div>
      </div>
    </main>
  );
}
