import { CircleHelp, Fingerprint, LogIn, type LucideIcon, Minus, Upload } from 'lucide-react';
import type { Scope } from '../../shared/guidance/catalogue.ts';
import { scopeWords } from '../exchange-words.ts';
import { Chip, type Tone } from './Chip.tsx';

const looks: Readonly<Record<Scope, { readonly tone: Tone; readonly Icon: LucideIcon }>> = {
  'every-private-call': { tone: 'accent', Icon: Fingerprint },
  'sign-in': { tone: 'warn', Icon: LogIn },
  withdrawal: { tone: 'warn', Icon: Upload },
  none: { tone: 'neutral', Icon: Minus },
  unknown: { tone: 'neutral', Icon: CircleHelp },
};

/** Where an exchange wants a one-time code. */
export function ExchangeScope({ scope }: { readonly scope: Scope }) {
  return <Chip {...looks[scope]}>{scopeWords(scope)}</Chip>;
}
