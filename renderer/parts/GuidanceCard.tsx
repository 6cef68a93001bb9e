import type { ReactNode } from 'react';
import type { TwoFactorKind, Verdict } from '../../shared/model.ts';
import { t } from '../strings.ts';
import type { Tone } from './Chip.tsx';
import { splitReason } from './split-reason.ts';
import { verdictLook } from './verdict-look.ts';

const edges: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-surface',
  accent: 'border-accent/40 bg-accent-soft',
  good: 'border-good/40 bg-good-soft',
  warn: 'border-warn/40 bg-warn-soft',
  bad: 'border-bad/40 bg-bad-soft',
};
const inks: Readonly<Record<Tone, string>> = {
  neutral: 'text-muted',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
};

interface Props {
  readonly verdict: Verdict;
  readonly twoFactor: TwoFactorKind;
  /** What to do about it. */
  readonly children?: ReactNode;
}

/** May this key have 2FA: what to do first, then why, then from where that is known. */
export function GuidanceCard({ verdict, twoFactor, children }: Props) {
  const { words, tone, Icon, first: instead } = verdictLook(verdict.id, twoFactor);
  const { first, rest } = splitReason(verdict.reason);
  return (
    <section
      aria-label={`Guidance: ${words}`}
      data-verdict={verdict.id}
      className={`flex gap-3 rounded-card border p-4 ${edges[tone]}`}
    >
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${inks[tone]}`} />
      <div className="min-w-0 space-y-1.5">
        <p className="text-lead font-semibold text-pretty">{instead ?? first}</p>
        {rest === '' ? null : <p className="max-w-[85ch] text-pretty">{rest}</p>}
        <p className="max-w-[95ch] text-small wrap-anywhere text-muted">
          {t('keys.source', { source: verdict.source })}
        </p>
        {children === undefined || children === null ? null : <div className="pt-1.5">{children}</div>}
      </div>
    </section>
  );
}
