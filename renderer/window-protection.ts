import { useEffect, useRef } from 'react';
import { useAct } from './bridge.ts';

/** Keeps the window out of screenshots and screen sharing for as long as the part that calls it is shown. */
export function useWindowProtection(): void {
  const { run } = useAct('window.protect');
  const latest = useRef(run);
  useEffect(() => {
    const ask = latest.current;
    void ask({ isOn: true });
    return () => void ask({ isOn: false });
  }, []);
}
