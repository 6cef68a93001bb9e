import { Ban, CircleCheck, CircleEllipsis, CircleHelp, CircleX, type LucideIcon, Unplug } from 'lucide-react';
import type { CallStatus } from '../../shared/model.ts';
import { Chip, type Tone } from './Chip.tsx';

const looks: Readonly<Record<CallStatus, { readonly words: string; readonly tone: Tone; readonly Icon: LucideIcon }>> =
  {
    ok: { words: 'Done', tone: 'good', Icon: CircleCheck },
    pending: { words: 'Running', tone: 'neutral', Icon: CircleEllipsis },
    denied: { words: 'Denied', tone: 'warn', Icon: Ban },
    failed: { words: 'Failed', tone: 'bad', Icon: CircleX },
    unknown: { words: 'Unknown', tone: 'bad', Icon: CircleHelp },
    interrupted: { words: 'Interrupted', tone: 'bad', Icon: Unplug },
  };

interface Props {
  readonly status: CallStatus;
  /** The error's code, where there was one. */
  readonly code: string | null;
}

export function StatusChip({ status, code }: Props) {
  const { words, tone, Icon } = looks[status];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Chip tone={tone} Icon={Icon}>
        {words}
      </Chip>
      {code === null ? null : <span className="font-mono text-small text-muted">{code}</span>}
    </span>
  );
}
