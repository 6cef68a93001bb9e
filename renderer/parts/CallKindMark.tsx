import { Circle, Diamond, Hexagon, type LucideIcon, Square, Triangle } from 'lucide-react';
import type { CallRecord } from '../../shared/model.ts';
import { type CallKind, kindOf } from '../call-words.ts';
import { t } from '../strings.ts';

const looks: Readonly<Record<CallKind, { readonly Icon: LucideIcon; readonly ink: string }>> = {
  read: { Icon: Circle, ink: 'text-muted' },
  order: { Icon: Diamond, ink: 'fill-current text-accent' },
  cancel: { Icon: Square, ink: 'text-accent' },
  funds: { Icon: Hexagon, ink: 'fill-current text-warn' },
  other: { Icon: Triangle, ink: 'text-muted' },
};

/** What kind of call it is, by a shape of its own. */
export function CallKindMark({ call }: { readonly call: Pick<CallRecord, 'permission'> }) {
  const kind = kindOf(call);
  const { Icon, ink } = looks[kind];
  return (
    <span title={t(`calls.kind.${kind}`)} className="inline-flex shrink-0">
      <Icon aria-hidden className={`size-3.5 ${ink}`} />
      <span className="sr-only">{t(`calls.kind.${kind}`)}</span>
    </span>
  );
}
