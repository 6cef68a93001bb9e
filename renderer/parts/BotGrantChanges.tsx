import { TriangleAlert } from 'lucide-react';
import type { Grant } from '../../shared/model.ts';
import { changedGrants } from '../grant-changes.ts';
import { FactList } from './FactList.tsx';

interface Props {
  readonly before: readonly Grant[];
  readonly after: readonly Grant[];
}

/** What would change, by key. */
export function BotGrantChanges({ before, after }: Props) {
  return (
    <div className="space-y-3">
      {changedGrants(before, after).map(({ key, changes }) => (
        <section key={key} aria-label={key} className="space-y-2 rounded-field border border-line bg-sunken p-3">
          <h3 className="font-semibold wrap-anywhere">{key}</h3>
          <FactList
            facts={changes.map(({ name, text, isDanger }) => ({
              name,
              value: isDanger ? (
                <span className="flex items-start gap-2 font-medium text-bad">
                  <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" /> <span>{text}</span>
                </span>
              ) : (
                text
              ),
            }))}
          />
        </section>
      ))}
    </div>
  );
}
