import { type RefObject, useEffect } from 'react';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role=dialog]') !== null;
const arrows: Readonly<Record<string, string>> = { j: 'ArrowDown', k: 'ArrowUp' };

/** `/` goes to the filter, J and K through the rows, from anywhere in the page where nobody types. Takes: the box around both. */
export function useRowKeys(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const arrow = arrows[event.key];
      if (event.key !== '/' && arrow === undefined) return;
      event.preventDefault();
      // A table would take the letter for the beginning of a name.
      event.stopPropagation();
      if (arrow === undefined) box.current?.querySelector<HTMLElement>('input')?.focus();
      else moveRow(box.current, arrow);
    };
    window.addEventListener('keydown', pressed, { capture: true });
    return () => window.removeEventListener('keydown', pressed, { capture: true });
  }, [box]);
}

/** The table knows its arrows; where the focus is elsewhere it goes to a row first. */
function moveRow(box: HTMLElement | null, arrow: string): void {
  const table = box?.querySelector<HTMLElement>('[role=grid]');
  if (table === null || table === undefined) return;
  const { activeElement } = document;
  if (activeElement !== null && activeElement !== table && table.contains(activeElement))
    activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: arrow, bubbles: true, cancelable: true }));
  else table.focus();
}
