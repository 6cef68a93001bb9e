import { Eye } from 'lucide-react';
import { useState } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import type { WindowResult } from '../../shared/window-api.ts';
import { useAct } from '../bridge.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { CodeView } from './CodeView.tsx';
import { KeyCodesDialog } from './KeyCodesDialog.tsx';
import { KeySection } from './KeySection.tsx';
import { PassphraseDialog } from './PassphraseDialog.tsx';

interface Props {
  readonly item: KeyDetail;
}

type Shown = WindowResult<'keys.code'>;

/** What second factor a key has here; on request its code, and how often a code works. */
export function KeySecondFactor({ item }: Props) {
  const [open, setOpen] = useState<'code' | 'codes' | null>(null);
  const [shown, setShown] = useState<Shown | 'over'>();
  const close = () => setOpen(null);
  const words = { none: t('keys.stateOff'), totp: t('keys.stateTotp'), password: t('keys.statePassword') };
  const schedules = {
    ...{ reusable: t('keys.scheduleReusable'), unknown: t('keys.scheduleUnknown') },
    'once-per-step': `${t('keys.scheduleOnce')} ${t('keys.scheduleHelp')}`,
  };
  const hasCodes = item.twoFactor === 'totp';
  return (
    <KeySection
      title={t('keys.secondFactor')}
      actions={
        hasCodes ? (
          <Button onPress={() => (typeof shown === 'object' ? setShown(undefined) : setOpen('code'))}>
            <Eye aria-hidden className="size-4" />
            {typeof shown === 'object' ? t('keys.hide') : shown === 'over' ? t('keys.showNext') : t('keys.showCode')}
          </Button>
        ) : undefined
      }
    >
      <p>{words[item.twoFactor]}</p>
      {typeof shown === 'object' ? (
        <CodeView key={shown.code} {...shown} onOver={() => setShown('over')} />
      ) : shown === 'over' ? (
        <p role="status" className="text-muted">
          {t('keys.codeOver')}
        </p>
      ) : null}
      {hasCodes ? (
        <div className="flex items-start justify-between gap-3 border-t border-line pt-3">
          <div className="min-w-0">
            <h3 className="font-medium">{t('keys.schedule')}</h3>
            <p className="text-small text-pretty text-muted">{schedules[item.codes]}</p>
          </div>
          <Button look="quiet" onPress={() => setOpen('codes')}>
            {t('keys.scheduleSet')}
          </Button>
        </div>
      ) : null}
      {open === 'code' ? (
        <CodeDialog
          label={item.label}
          close={close}
          show={(code) => {
            setShown(code);
            close();
          }}
        />
      ) : null}
      {open === 'codes' ? <KeyCodesDialog item={item} close={close} /> : null}
    </KeySection>
  );
}

interface DialogProps {
  readonly label: string;
  readonly close: () => void;
  readonly show: (code: Shown) => void;
}

function CodeDialog({ label, close, show }: DialogProps) {
  const code = useAct('keys.code');
  const confirm = async (passphrase: string) => {
    const made = await code.run({ passphrase, ask: { key: label } });
    if (made !== undefined) show(made);
  };
  return (
    <PassphraseDialog
      title={t('keys.showCode')}
      lead={t('keys.showCodeLead')}
      button={t('keys.showCode')}
      isOpen
      isBusy={code.isBusy}
      error={code.error}
      onClose={close}
      onConfirm={confirm}
    />
  );
}
