import { CircleHelp, type LucideIcon, Minus, ShieldAlert, ShieldCheck, ShieldOff, Split } from 'lucide-react';
import type { TwoFactorKind, Verdict } from '../../shared/model.ts';
import { t } from '../strings.ts';
import type { Tone } from './Chip.tsx';

export interface VerdictLook {
  readonly words: string;
  /** Stands for the verdict's first sentence where the key's own state makes another one right. */
  readonly first?: string;
  readonly tone: Tone;
  readonly Icon: LucideIcon;
}

const looks: Readonly<Record<Verdict['id'], Omit<VerdictLook, 'words'>>> = {
  'turn-on': { tone: 'accent', Icon: ShieldAlert },
  'may-be-on': { tone: 'accent', Icon: ShieldCheck },
  'keep-off': { tone: 'warn', Icon: ShieldOff },
  'split-key': { tone: 'warn', Icon: Split },
  'ask-first': { tone: 'warn', Icon: CircleHelp },
  unsupported: { tone: 'neutral', Icon: Minus },
  unknown: { tone: 'neutral', Icon: CircleHelp },
};

/** Whether the exchange really asks for the code is known only after a test, so this must not read as a fact about it. */
const setUpHere: VerdictLook = {
  words: t('model.setUpHere'),
  first: t('model.setUpHereFirst'),
  tone: 'good',
  Icon: ShieldCheck,
};
const wronglyOn: VerdictLook = {
  words: t('model.wronglyOn'),
  first: t('model.wronglyOnFirst'),
  tone: 'bad',
  Icon: ShieldOff,
};

/** How a verdict looks beside what the key has now. */
export function verdictLook(id: Verdict['id'], twoFactor: TwoFactorKind): VerdictLook {
  const own = { ...looks[id], words: t(`model.verdicts.${id}`) };
  if (twoFactor === 'none') return own;
  if (id === 'turn-on' || id === 'may-be-on') return setUpHere;
  return id === 'keep-off' ? wronglyOn : own;
}
