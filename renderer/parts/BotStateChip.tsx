import { CirclePause, CirclePlay, Hourglass } from 'lucide-react';
import type { BotState } from '../../shared/model.ts';
import { t } from '../strings.ts';
import { Chip } from './Chip.tsx';

const looks = {
  active: { words: 'bots.active', tone: 'good', Icon: CirclePlay },
  paused: { words: 'bots.paused', tone: 'warn', Icon: CirclePause },
  expired: { words: 'bots.expired', tone: 'neutral', Icon: Hourglass },
} as const;

export function BotStateChip({ state }: { readonly state: BotState }) {
  const { words, tone, Icon } = looks[state];
  return (
    <Chip tone={tone} Icon={Icon}>
      {t(words)}
    </Chip>
  );
}
