import { CircleHelp, type LucideIcon, Minus, ShieldAlert, ShieldCheck, ShieldOff, Split } from 'lucide-react';
import type { TwoFactorKind, Verdict } from '../../shared/model.ts';
import type { Tone } from './Chip.tsx';

export interface VerdictLook {
  readonly words: string;
  /** Stands for the verdict's first sentence where the key's own state makes another one right. */
  readonly first?: string;
  readonly tone: Tone;
  readonly Icon: LucideIcon;
}

const looks: Readonly<Record<Verdict['id'], VerdictLook>> = {
  'turn-on': { words: 'Turn 2FA on', tone: 'accent', Icon: ShieldAlert },
  'may-be-on': { words: '2FA may be on', tone: 'accent', Icon: ShieldCheck },
  'keep-off': { words: 'Keep 2FA off', tone: 'warn', Icon: ShieldOff },
  'split-key': { words: 'Split this key', tone: 'warn', Icon: Split },
  'ask-first': { words: 'Ask first', tone: 'warn', Icon: CircleHelp },
  unsupported: { words: 'No 2FA for keys', tone: 'neutral', Icon: Minus },
  unknown: { words: 'Not known', tone: 'neutral', Icon: CircleHelp },
};

/** Whether the exchange really asks for the code is known only after a test, so this must not read as a fact about it. */
const setUpHere: VerdictLook = {
  words: '2FA set up here',
  first: 'The second factor of this key is kept here, and each call carries its code.',
  tone: 'good',
  Icon: ShieldCheck,
};
const wronglyOn: VerdictLook = {
  words: 'Turn 2FA off',
  first: 'Turn 2FA off for this key.',
  tone: 'bad',
  Icon: ShieldOff,
};

/** How a verdict looks beside what the key has now. */
export function verdictLook(id: Verdict['id'], twoFactor: TwoFactorKind): VerdictLook {
  if (twoFactor === 'none') return looks[id];
  if (id === 'turn-on' || id === 'may-be-on') return setUpHere;
  return id === 'keep-off' ? wronglyOn : looks[id];
}
