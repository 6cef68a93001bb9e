import { Ban, CircleCheck, CircleEllipsis, CircleHelp, CircleX, type LucideIcon, Unplug } from 'lucide-react';
import type { CallStatus } from '../../shared/model.ts';
import { t } from '../strings.ts';
import { Chip, type Tone } from './Chip.tsx';

const looks: Readonly<Record<CallStatus, { readonly tone: Tone; readonly Icon: LucideIcon }>> = {
  ok: { tone: 'good', Icon: CircleCheck },
  pending: { tone: 'neutral', Icon: CircleEllipsis },
  denied: { tone: 'warn', Icon: Ban },
  failed: { tone: 'bad', Icon: CircleX },
  unknown: { tone: 'bad', Icon: CircleHelp },
  interrupted: { tone: 'bad', Icon: Unplug },
};

interface Props {
  readonly status: CallStatus;
  /** The error's code, where there was one. */
  readonly code: string | null;
}

export function StatusChip({ status, code }: Props) {
  const { tone, Icon } = looks[status];
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Chip tone={tone} Icon={Icon}>
        {t(`calls.statusWords.${status}`)}
      </Chip>
      {code === null ? null : <span className="font-mono text-small text-muted">{code}</span>}
    </span>
  );
}
