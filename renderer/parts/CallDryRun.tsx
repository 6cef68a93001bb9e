import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { DryRunView, NoDryRun } from '../../shared/window-views.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Note } from './Note.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly id: string;
  readonly why: NoDryRun | null;
}

const whyWords = {
  exchange: 'calls.noDryRun.exchange',
  'no-order': 'calls.noDryRun.no-order',
  several: 'calls.noDryRun.several',
  incomplete: 'calls.noDryRun.incomplete',
  'key-gone': 'calls.noDryRun.key-gone',
} as const satisfies Record<NoDryRun, string>;

/** Asks Kraken whether it finds a fault with the order now; where that can't be, says why. */
export function CallDryRun({ id, why }: Props) {
  const run = useAct('calls.dry-run');
  const [isAsking, setAsking] = useState(false);
  const [came, setCame] = useState<DryRunView>();
  if (why !== null) return <p className="text-small text-pretty text-muted">{t(whyWords[why])}</p>;
  const confirm = async (passphrase: string) => {
    const result = await run.run({ passphrase, ask: { id } });
    if (result === undefined) return;
    setCame(result);
    setAsking(false);
  };
  return (
    <div className="space-y-2">
      <Button onPress={() => setAsking(true)}>
        <FlaskConical aria-hidden className="size-4" /> {t('calls.dryRun')}
      </Button>
      {came === undefined ? null : (
        <div role="status">
          <Note tone={came.ok ? 'neutral' : 'warn'}>
            {t(came.ok ? 'calls.dryRunTaken' : 'calls.dryRunRefused', { words: came.words })}
          </Note>
        </div>
      )}
      <PassphraseDialog
        title={t('calls.dryRunTitle')}
        lead={t('calls.dryRunLead')}
        button={t('calls.dryRunButton')}
        isOpen={isAsking}
        isBusy={run.isBusy}
        error={run.error}
        onClose={() => setAsking(false)}
        onConfirm={confirm}
      />
    </div>
  );
}
