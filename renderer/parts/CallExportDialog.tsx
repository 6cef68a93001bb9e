import { useEffect, useState } from 'react';
import { Label, RadioGroup } from 'react-aria-components';
import { onPush, useAct } from '../bridge.ts';
import { useCallFilter } from '../call-filter.ts';
import { t } from '../strings.ts';
import { useUi } from '../ui-store.ts';
import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import { Choice } from './Choice.tsx';
import { Dialog } from './Dialog.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const formats = ['har', 'csv', 'jsonl'] as const;
type Format = (typeof formats)[number];

/** Which calls, in which form; the file is named in a dialog of the system. */
export function CallExportDialog({ isOpen, onClose }: Props) {
  const run = useAct('calls.export');
  const { say } = useUi();
  const { filter } = useCallFilter();
  const [format, setFormat] = useState<Format>('har');
  const [amounts, setAmounts] = useState(false);
  const start = async () => {
    const written = await run.run({ format, query: filter, amounts });
    if (written == null) return;
    onClose();
    say('good', t('calls.exported', { count: written.calls, path: written.path }));
  };
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <Dialog title={t('calls.exportTitle')} lead={t('calls.exportLead')} isOpen={isOpen} onClose={onClose}>
      <RadioGroup
        value={format}
        onChange={(value) => setFormat(formats.find((one) => one === value) ?? 'har')}
        className="space-y-1"
      >
        <Label className="font-medium">{t('calls.format')}</Label>
        <div className="flex flex-col gap-2">
          <Choice value="har" label={t('calls.har')} hint={t('calls.harHint')} />
          <Choice value="csv" label={t('calls.csv')} hint={t('calls.csvHint')} />
          <Choice value="jsonl" label={t('calls.jsonl')} hint={t('calls.jsonlHint')} />
        </div>
      </RadioGroup>
      <Checkbox label={t('calls.amounts')} hint={t('calls.amountsHint')} isSelected={amounts} onChange={setAmounts} />
      <p className="text-small text-muted">{t(isFiltered ? 'calls.exportFiltered' : 'calls.exportAll')}</p>
      {run.isBusy ? <HowFar /> : null}
      {run.error === undefined ? null : <Failed error={run.error} />}
      <div className="flex justify-end gap-2">
        <Button look="quiet" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        {/* Not disabled meanwhile: the focus would be lost, and Escape with it. */}
        <Button look="primary" onPress={() => (run.isBusy ? undefined : start())}>
          {run.isBusy ? t('common.working') : t('calls.exportButton')}
        </Button>
      </div>
    </Dialog>
  );
}

function HowFar() {
  const [share, setShare] = useState<number>();
  useEffect(
    () =>
      onPush((push) => {
        if (push.kind !== 'progress' || push.progress.work !== 'export') return;
        const { done, all } = push.progress;
        if (all !== null && all > 0) setShare(done / all);
      }),
    [],
  );
  if (share === undefined) return null;
  return (
    <label className="flex items-center gap-2 text-small text-muted">
      <progress value={share} max={1} className="flex-1 accent-accent" />
      {t('calls.exportProgress', { percent: Math.round(share * 100) })}
    </label>
  );
}
