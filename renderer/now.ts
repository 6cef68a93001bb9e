import { useEffect, useState } from 'react';

/** The time, Unix milliseconds, as it goes on. Takes: everyMs = how often it is looked at. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
