import { useState } from 'react';
import type { ApprovalFor, ApprovalView } from '../../shared/control-views.ts';
import type { Problem } from '../../shared/errors.ts';
import { moneyWords } from '../grant-words.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly question: ApprovalView;
  readonly isDisabled: boolean;
  readonly isBusy: boolean;
  readonly error: Problem | undefined;
  readonly allow: (how: ApprovalFor, passphrase?: string) => Promise<unknown>;
}

const sides = { buy: 'approvals.sideBuy', sell: 'approvals.sideSell' } as const;
const titles = { 'until-sealed': 'approvals.untilTitle', always: 'approvals.alwaysTitle' } as const;

/** Answers that hold for more than this order; those without an end need the passphrase. */
export function ApprovalLonger({ question: { side, symbol, notional }, isDisabled, isBusy, error, allow }: Props) {
  const [asked, ask] = useState<keyof typeof titles>();
  const what = side === null ? t('approvals.sideBoth') : t(sides[side]);
  const lead = t('approvals.longerLead', { what, symbol, amount: moneyWords(notional) });
  const confirm = async (passphrase: string) => {
    if (asked === undefined) return;
    if ((await allow(asked, passphrase)) !== undefined) ask(undefined);
  };
  return (
    <fieldset className="space-y-2 border-t border-line pt-3">
      <legend className="sr-only">{t('approvals.longer')}</legend>
      <p aria-hidden className="font-medium">
        {t('approvals.longer')}
      </p>
      <p className="text-small text-pretty text-muted">{lead}</p>
      <div className="flex flex-wrap gap-2">
        <Button isDisabled={isDisabled} onPress={() => allow('15m')}>
          {t('approvals.quarter')}
        </Button>
        <Button isDisabled={isDisabled} onPress={() => ask('until-sealed')}>
          {t('approvals.untilSealed')}
        </Button>
        <Button isDisabled={isDisabled} onPress={() => ask('always')}>
          {t('approvals.always')}
        </Button>
      </div>
      <PassphraseDialog
        title={t(titles[asked ?? 'always'])}
        lead={lead}
        button={t('approvals.allow')}
        isOpen={asked !== undefined}
        isBusy={isBusy}
        error={error}
        onClose={() => ask(undefined)}
        onConfirm={confirm}
      />
    </fieldset>
  );
}
