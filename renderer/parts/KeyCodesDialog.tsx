import { useState } from 'react';
import { Label, RadioGroup } from 'react-aria-components';
import type { KeyDetail } from '../../shared/control-views.ts';
import { CodeSchedule } from '../../shared/model.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Choice } from './Choice.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly item: KeyDetail;
  readonly close: () => void;
}

/** Sets by hand whether a code works more than once. */
export function KeyCodesDialog({ item, close }: Props) {
  const set = useAct('keys.codes');
  const [codes, setCodes] = useState(item.codes);
  const confirm = async (passphrase: string) => {
    if ((await set.run({ passphrase, ask: { key: item.id, codes } })) !== undefined) close();
  };
  return (
    <PassphraseDialog
      title={t('keys.scheduleTitle')}
      lead={t('keys.scheduleLead')}
      button={t('keys.save')}
      isOpen
      isBusy={set.isBusy}
      error={set.error}
      onClose={close}
      onConfirm={confirm}
    >
      <RadioGroup value={codes} onChange={(value) => setCodes(CodeSchedule.parse(value))} className="space-y-2">
        <Label className="sr-only">{t('keys.schedule')}</Label>
        <Choice value="unknown" label={t('keys.choiceUnknown')} hint={t('keys.scheduleUnknown')} />
        <Choice value="reusable" label={t('keys.choiceReusable')} hint={t('keys.scheduleReusable')} />
        <Choice value="once-per-step" label={t('keys.choiceOnce')} hint={t('keys.scheduleOnce')} />
      </RadioGroup>
    </PassphraseDialog>
  );
}
