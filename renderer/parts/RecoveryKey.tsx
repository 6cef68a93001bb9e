import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Centred } from './Centred.tsx';

interface Props {
  /** Groups joined by dashes. */
  readonly recoveryKey: string;
  readonly next: () => void;
}

/** Shows the new recovery key, its groups numbered, since some of them are asked for afterwards. */
export function RecoveryKey({ recoveryKey, next }: Props) {
  return (
    <Centred title={t('recovery.writeDown')} lead={t('recovery.writeDownLead')}>
      <div className="space-y-5">
        <ol aria-label={t('recovery.key')} className="grid grid-cols-4 gap-x-2 gap-y-1 rounded-field bg-sunken p-4">
          {recoveryKey.split('-').map((group, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none ever moves
              key={index}
              data-number={index + 1}
              className="font-mono text-lead tracking-wide before:me-1.5 before:inline-block before:w-4 before:text-end before:font-sans before:text-small before:text-muted before:content-[attr(data-number)]"
            >
              {group}
            </li>
          ))}
        </ol>
        <p className="text-muted">{t('recovery.keep')}</p>
        <Button look="primary" isWide onPress={next}>
          {t('recovery.written')}
        </Button>
      </div>
    </Centred>
  );
}
