import type { TwoFactorKind, Verdict } from '../../shared/model.ts';
import { Chip } from './Chip.tsx';
import { verdictLook } from './verdict-look.ts';

interface Props {
  readonly verdict: Verdict;
  readonly twoFactor: TwoFactorKind;
}

export function VerdictChip({ verdict, twoFactor }: Props) {
  const { words, tone, Icon } = verdictLook(verdict.id, twoFactor);
  return (
    <Chip tone={tone} Icon={Icon}>
      {words}
    </Chip>
  );
}
