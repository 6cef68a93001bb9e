import { CircleCheck, Info } from 'lucide-react';
import type { CallStatus, TwoFactorKind, Verdict } from '../../shared/model.ts';
import { Chip, type Tone } from '../parts/Chip.tsx';
import { GuidanceCard } from '../parts/GuidanceCard.tsx';
import { StatusChip } from '../parts/StatusChip.tsx';
import { VerdictChip } from '../parts/VerdictChip.tsx';
import { Shelf } from './Shelf.tsx';

const tones: readonly Tone[] = ['neutral', 'accent', 'good', 'warn', 'bad'];
const statuses: readonly CallStatus[] = ['ok', 'pending', 'denied', 'failed', 'unknown', 'interrupted'];
const verdicts: readonly Verdict['id'][] = [
  'turn-on',
  'may-be-on',
  'keep-off',
  'split-key',
  'ask-first',
  'unsupported',
  'unknown',
];
const kinds: readonly TwoFactorKind[] = ['none', 'totp'];
const verdictOf = (id: Verdict['id']): Verdict => ({
  id,
  reason: 'What to do comes first. Then why it is so, in one more sentence that may be longer than the first one.',
  source: 'Where that is known from, with its date.',
});

/** States in a word, and the guidance that a key gets. */
export function Words() {
  return (
    <>
      <Shelf title="Chips">
        {tones.map((tone) => (
          <Chip key={tone} tone={tone} Icon={tone === 'good' ? CircleCheck : Info}>
            {tone}
          </Chip>
        ))}
      </Shelf>
      <Shelf title="Status of a call">
        {statuses.map((status) => (
          <StatusChip key={status} status={status} code={status === 'denied' ? 'SYMBOL_DENIED' : null} />
        ))}
      </Shelf>
      <Shelf title="Verdicts">
        {kinds.flatMap((kind) =>
          verdicts.map((id) => <VerdictChip key={`${kind} ${id}`} verdict={verdictOf(id)} twoFactor={kind} />),
        )}
      </Shelf>
      <Shelf title="Guidance">
        {verdicts.map((id) => (
          <div key={id} className="w-full">
            <GuidanceCard verdict={verdictOf(id)} twoFactor="none" />
          </div>
        ))}
      </Shelf>
    </>
  );
}
