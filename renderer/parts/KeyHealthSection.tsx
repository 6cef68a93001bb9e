import { Activity } from 'lucide-react';
import { useState } from 'react';
import type { KeyDetail, KeyTest } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { KeyHealth } from './KeyHealth.tsx';
import { KeyReport } from './KeyReport.tsx';
import { KeySection } from './KeySection.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';
import { Progress } from './Progress.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** A key's health as it was last seen, and *test now* with its report. */
export function KeyHealthSection({ item }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [report, setReport] = useState<KeyTest>();
  const actions = (
    <>
      {report === undefined ? null : (
        <Button look="quiet" onPress={() => setReport(undefined)}>
          {t('keys.closeReport')}
        </Button>
      )}
      <Button onPress={() => setAsking(true)}>
        <Activity aria-hidden className="size-4" /> {t('keys.testNow')}
      </Button>
    </>
  );
  return (
    <KeySection title={report === undefined ? t('keys.health') : t('keys.report')} actions={actions}>
      {report === undefined ? <Known item={item} /> : <KeyReport test={report} />}
      {isAsking ? (
        <TestDialog
          item={item}
          close={() => setAsking(false)}
          show={(test) => {
            setReport(test);
            setAsking(false);
          }}
        />
      ) : null}
    </KeySection>
  );
}

function Known({ item: { health, tested } }: Props) {
  if (health.length > 0) return <KeyHealth health={health} />;
  return <p className="text-muted">{tested === null ? t('keys.healthNever') : t('keys.healthClean')}</p>;
}

interface DialogProps extends Props {
  readonly close: () => void;
  readonly show: (test: KeyTest) => void;
}

function TestDialog({ item, close, show }: DialogProps) {
  const test = useAct('keys.test');
  const [reuse, setReuse] = useState(false);
  const confirm = async (passphrase: string) => {
    const found = await test.run({ passphrase, ask: { key: item.id, reuse } });
    if (found !== undefined) show(found);
  };
  return (
    <PassphraseDialog
      title={t('keys.testNow')}
      lead={t('keys.testLead')}
      button={t('keys.testNow')}
      isOpen
      isBusy={test.isBusy}
      error={test.error}
      onClose={close}
      onConfirm={confirm}
    >
      {item.twoFactor === 'totp' ? (
        <Checkbox label={t('keys.testReuse')} hint={t('keys.testReuseHint')} isSelected={reuse} onChange={setReuse} />
      ) : null}
      {test.isBusy ? <Progress words={t('keys.testBusy')} /> : null}
    </PassphraseDialog>
  );
}
