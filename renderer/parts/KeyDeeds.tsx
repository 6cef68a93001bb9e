import type { ReactNode } from 'react';
import { useState } from 'react';
import type { KeyDetail } from '../../shared/control-views.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { KeyDeadManDialog } from './KeyDeadManDialog.tsx';
import { KeyRemoveDialog } from './KeyRemoveDialog.tsx';
import { KeyRotateDialog } from './KeyRotateDialog.tsx';

interface Props {
  readonly item: KeyDetail;
}

/** What is seldom done with a key: the dead man's switch, new secrets, removal. */
export function KeyDeeds({ item }: Props) {
  const [open, setOpen] = useState<'dead-man' | 'rotate' | 'remove' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="divide-y divide-line rounded-card border border-line bg-surface">
      {item.exchange === 'kraken' ? (
        <Deed
          title={`${t('keys.deadMan')}: ${item.deadMan ? t('keys.deadManIsOn') : t('keys.deadManIsOff')}`}
          text={t('keys.deadManText')}
        >
          <Button onPress={() => setOpen('dead-man')}>
            {item.deadMan ? t('keys.deadManOff') : t('keys.deadManOn')}
          </Button>
        </Deed>
      ) : null}
      <Deed title={t('keys.rotate')} text={t('keys.rotateText')}>
        <Button onPress={() => setOpen('rotate')}>{t('keys.rotateDo')}</Button>
      </Deed>
      <Deed title={t('keys.remove')} text={t('keys.removeText')}>
        <Button look="alarm" onPress={() => setOpen('remove')}>
          {t('keys.removeDo')}
        </Button>
      </Deed>
      {open === 'dead-man' ? <KeyDeadManDialog item={item} close={close} /> : null}
      {open === 'rotate' ? <KeyRotateDialog item={item} close={close} /> : null}
      {open === 'remove' ? <KeyRemoveDialog item={item} close={close} /> : null}
    </div>
  );
}

interface DeedProps {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Deed({ title, text, children }: DeedProps) {
  return (
    <div className="flex items-center justify-between gap-4 p-4">
      <div className="min-w-0">
        <h2 className="font-medium">{title}</h2>
        <p className="text-small text-pretty text-muted">{text}</p>
      </div>
      <div className="shrink-0">{children}</div>
    </div>
  );
}
