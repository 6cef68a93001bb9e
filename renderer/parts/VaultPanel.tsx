import { EyeOff, Lock, LockOpen } from 'lucide-react';
import type { StatusView } from '../../shared/control-views.ts';
import type { Problem } from '../../shared/errors.ts';
import { t } from '../strings.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly bots: StatusView['bots'];
  readonly error: Problem | undefined;
  readonly isBusy: boolean;
  readonly lock: () => void;
  readonly seal: () => void;
}

/** The vault's state, and the two ways to leave: the window alone, or everything. */
export function VaultPanel({ bots, error, isBusy, lock, seal }: Props) {
  const active = bots.filter(({ state }) => state === 'active').length;
  return (
    <div className="space-y-3 border-t border-line px-2 pt-3 max-lg:px-0">
      <div className="flex items-start gap-2.5 max-lg:justify-center">
        <LockOpen aria-hidden className="mt-0.5 size-4 text-good" />
        <div className="max-lg:sr-only">
          <p className="font-medium">{t('frame.vaultOpen')}</p>
          <p className="text-small text-muted">{t('frame.botsMayCall', { count: active })}</p>
        </div>
      </div>
      {error === undefined ? null : <Failed error={error} />}
      <div className="space-y-2">
        <Button isWide isDisabled={isBusy} onPress={lock}>
          <EyeOff aria-hidden className="size-4" /> <span className="max-lg:sr-only">{t('frame.lock')}</span>
        </Button>
        <Button isWide isDisabled={isBusy} onPress={seal}>
          <Lock aria-hidden className="size-4" /> <span className="max-lg:sr-only">{t('frame.seal')}</span>
        </Button>
      </div>
      <p className="text-small text-pretty text-muted max-lg:hidden">{t('frame.leaveHint')}</p>
    </div>
  );
}
