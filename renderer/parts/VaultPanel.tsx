import { EyeOff, Lock, LockOpen } from 'lucide-react';
import type { StatusView } from '../../shared/control-views.ts';
import { useAct } from '../bridge.ts';
import { useLockKeys } from '../lock-keys.ts';
import { Button } from './Button.tsx';
import { Failed } from './Failed.tsx';

interface Props {
  readonly bots: StatusView['bots'];
}

/** The vault's state, and the two ways to leave: the window alone, or everything. */
export function VaultPanel({ bots }: Props) {
  const lock = useAct('window.lock');
  const seal = useAct('vault.seal');
  useLockKeys(() => lock.run({}));
  const active = bots.filter(({ state }) => state === 'active').length;
  const error = lock.error ?? seal.error;
  return (
    <div className="mt-auto space-y-3 border-t border-line px-2 pt-3 max-lg:px-0">
      <div className="flex items-start gap-2.5 max-lg:justify-center">
        <LockOpen aria-hidden className="mt-0.5 size-4 text-good" />
        <div className="max-lg:sr-only">
          <p className="font-medium">Vault open</p>
          <p className="text-small text-muted">{active === 1 ? '1 bot may call' : `${active} bots may call`}</p>
        </div>
      </div>
      {error === undefined ? null : <Failed error={error} />}
      <div className="space-y-2">
        <Button isWide isDisabled={lock.isBusy} onPress={() => lock.run({})}>
          <EyeOff aria-hidden className="size-4" /> <span className="max-lg:sr-only">Lock window</span>
        </Button>
        <Button isWide isDisabled={seal.isBusy} onPress={() => seal.run({})}>
          <Lock aria-hidden className="size-4" /> <span className="max-lg:sr-only">Seal vault</span>
        </Button>
      </div>
      <p className="text-small text-pretty text-muted max-lg:hidden">
        Locking hides the window. Sealing stops the bots, too.
      </p>
    </div>
  );
}
