import { useEffect, useState } from 'react';

/**
 * Inside a dialog: gives the focus back to what had it before, or to the page where that is gone.
 * react-aria does so one frame after the dialog went. Where an answer of main closed it, the page is still inert by then,
 * and the focus would be lost.
 */
export function FocusBack() {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const to = opener?.isConnected && opener !== document.body ? opener : document.querySelector('main');
        if (to instanceof HTMLElement) to.focus({ preventScroll: true });
      });
    },
    [opener],
  );
  return null;
}
