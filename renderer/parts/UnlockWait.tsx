import { Timer } from 'lucide-react';
import { useCallback, useSyncExternalStore } from 'react';
import { useBridge } from '../bridge.ts';
import { t } from '../strings.ts';

const everyMs = 250;

/** After wrong passphrases: how long until the next try is made. */
export function UnlockWait() {
  const wait = useBridge('window.wait', {});
  const until = wait.state === 'ready' ? wait.value.until : null;
  const left = useSecondsTo(until);
  if (left === 0) return null;
  return (
    <p role="timer" className="flex items-center gap-1.5 text-small text-warn">
      <Timer aria-hidden className="size-4" /> {t('unlock.waits', { count: left })}
    </p>
  );
}

function useSecondsTo(until: string | null): number {
  const subscribe = useCallback(
    (read: () => void) => {
      if (until === null) return () => undefined;
      const timer = setInterval(read, everyMs);
      return () => clearInterval(timer);
    },
    [until],
  );
  return useSyncExternalStore(subscribe, () =>
    until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000)),
  );
}
