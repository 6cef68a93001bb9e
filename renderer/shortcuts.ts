import { useEffect, useRef } from 'react';

/** A key with Ctrl, or with Cmd on a Mac, wherever in the page the focus is. Takes: key = its letter, lower case. */
export function useShortcut(key: string, run: () => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== key || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      latest.current();
    };
    // On the way down, so that no field can keep it for itself.
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, [key]);
}

const typing = 'input, textarea, select, [role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

/** A plain key, wherever in the page the focus is, unless somebody types or answers a question. */
export function usePlainKey(run: (key: string, event: KeyboardEvent) => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(typing) !== null) return;
      latest.current(event.key, event);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
