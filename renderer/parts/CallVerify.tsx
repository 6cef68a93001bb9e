import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { useState } from 'react';
import { inWindow } from '../../shared/guidance/in-window.ts';
import type { LogCheckView, LogVerifyStep } from '../../shared/log-views.ts';
import { useAct } from '../bridge.ts';
import { formatCount } from '../format.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Chip } from './Chip.tsx';
import { Failed } from './Failed.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

/** Checks the whole log on request, and says what was found. */
export interface CallCheck {
  readonly step: LogVerifyStep | undefined;
  readonly isBusy: boolean;
  readonly error: ReturnType<typeof useAct<'calls.verify'>>['error'];
  run(): Promise<void>;
  forget(): void;
}

export function useCallCheck(): CallCheck {
  const verify = useAct('calls.verify');
  const [step, setStep] = useState<LogVerifyStep>();
  const [isBusy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setStep(undefined);
    let now = await verify.run({});
    while (now?.ticket != null) {
      setStep(now);
      now = await verify.run({ ticket: now.ticket });
    }
    setStep(now);
    setBusy(false);
  };
  return { step, isBusy, error: verify.error, run, forget: () => setStep(undefined) };
}

/** The button, and in its place the progress or the good news. */
export function CallVerifyButton({ check: { step, isBusy, run } }: { readonly check: CallCheck }) {
  const intact = step?.check?.result === 'intact' ? step.check : undefined;
  return (
    <>
      {intact === undefined ? null : (
        <span role="status" title={t('calls.intactHint')}>
          <Chip tone="good" Icon={ShieldCheck}>
            {t('calls.intactUpTo', { entry: formatCount(intact.entries) })}
          </Chip>
        </span>
      )}
      {isBusy && step !== undefined ? (
        <label className="flex items-center gap-2 text-small text-muted">
          <progress value={step.seen} max={Math.max(step.all, 1)} className="w-24 accent-accent" />
          {t('calls.verifying', { seen: formatCount(step.seen), all: formatCount(step.all) })}
        </label>
      ) : (
        <Button onPress={run} isDisabled={isBusy}>
          <ShieldCheck aria-hidden className="size-4" /> {isBusy ? t('common.working') : t('calls.verify')}
        </Button>
      )}
    </>
  );
}

const titles = {
  altered: 'calls.failedAltered',
  gap: 'calls.failedGap',
  truncated: 'calls.failedTruncated',
  sealed: 'calls.uncheckedTitle',
  unchecked: 'calls.uncheckedTitle',
} as const;

/** Where the check failed: what was found, where, and what to do. */
export function CallVerifyFailed({ check }: { readonly check: CallCheck }) {
  if (check.error !== undefined)
    return (
      <div className="mb-3">
        <Failed error={check.error} again={check.run} />
      </div>
    );
  const found = check.step?.check;
  if (found == null || found.result === 'intact') return null;
  return <Found found={found} forget={check.forget} />;
}

function Found({ found, forget }: { readonly found: LogCheckView; readonly forget: () => void }) {
  const accept = useAct('calls.accept');
  const seal = useAct('vault.seal');
  const { say } = useUi();
  const [isAsking, setAsking] = useState(false);
  if (found.result === 'intact') return null;
  const isBad = found.result !== 'unchecked' && found.result !== 'sealed';
  const confirm = async (passphrase: string) => {
    const kept = await accept.run({ passphrase, ask: {} });
    if (kept === undefined) return;
    setAsking(false);
    forget();
    say('good', kept.keptAs === null ? t('calls.acceptedNone') : t('calls.accepted', { path: kept.keptAs }));
  };
  const Icon = isBad ? ShieldAlert : ShieldQuestion;
  return (
    <div
      role="alert"
      className={`mb-3 flex items-start gap-3 rounded-card border p-4 ${isBad ? 'border-bad/40 bg-bad-soft' : 'border-warn/40 bg-warn-soft'}`}
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isBad ? 'text-bad' : 'text-warn'}`} />
      <div className="min-w-0 flex-1 space-y-1">
        <p className="font-medium">
          {t(titles[found.result])} {found.at === null ? null : t('calls.failedAt', { entry: formatCount(found.at) })}
        </p>
        <p className="wrap-anywhere">{inWindow(found.why)}</p>
        <p className="text-pretty text-muted">{t(isBad ? 'calls.failedMeans' : 'calls.uncheckedMeans')}</p>
        {seal.error === undefined ? null : <Failed error={seal.error} />}
      </div>
      {isBad ? (
        <div className="flex shrink-0 flex-col gap-2">
          <Button look="alarm" onPress={() => seal.run({})}>
            {t('calls.seal')}
          </Button>
          <Button onPress={() => setAsking(true)}>{t('calls.accept')}</Button>
        </div>
      ) : null}
      <PassphraseDialog
        title={t('calls.acceptTitle')}
        lead={t('calls.acceptLead')}
        button={t('calls.accept')}
        look="danger"
        isOpen={isAsking}
        isBusy={accept.isBusy}
        error={accept.error}
        onClose={() => setAsking(false)}
        onConfirm={confirm}
      />
    </div>
  );
}
