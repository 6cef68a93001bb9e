import { CircleCheck, CircleDot, CircleX, ShieldCheck, TriangleAlert } from 'lucide-react';
import type { PassphraseStrength } from '../../shared/window-views.ts';
import { t } from '../strings.ts';

interface Props {
  readonly strength: PassphraseStrength;
}

const looks = [
  { words: 'welcome.strength0', ink: 'text-bad', bar: 'bg-bad', Icon: CircleX },
  { words: 'welcome.strength1', ink: 'text-bad', bar: 'bg-bad', Icon: TriangleAlert },
  { words: 'welcome.strength2', ink: 'text-warn', bar: 'bg-warn', Icon: CircleDot },
  { words: 'welcome.strength3', ink: 'text-good', bar: 'bg-good', Icon: CircleCheck },
  { words: 'welcome.strength4', ink: 'text-good', bar: 'bg-good', Icon: ShieldCheck },
] as const;

/** How strong a passphrase is: by bars, by shape and by word, with what would help. */
export function StrengthMeter({ strength }: Props) {
  const { words, ink, bar, Icon } = looks[strength.score] ?? looks[0];
  const says = [strength.warning, ...strength.advice].filter((one) => one !== null);
  return (
    <div role="status" className="space-y-1.5 text-small">
      <div aria-hidden className="grid grid-cols-4 gap-1">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} className={`h-1 rounded-full ${step <= Math.max(1, strength.score) ? bar : 'bg-sunken'}`} />
        ))}
      </div>
      <p className="flex flex-wrap items-center gap-x-1.5">
        <Icon aria-hidden className={`size-4 ${ink}`} />
        <span className="sr-only">{t('welcome.strength')}: </span>
        <span className={`font-medium ${ink}`}>{t(words)}</span>
        <span className="text-muted">{t('welcome.crackTime', { time: strength.crackTime })}</span>
      </p>
      {strength.score > 2 || says.length === 0 ? null : (
        <ul className="list-disc ps-5 text-muted">
          {says.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
