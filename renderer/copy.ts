/**
 * Puts what is no secret into the clipboard. The page has no permission for `navigator.clipboard`, which asks for one; a
 * copy that the user just asked for needs none. Gives: did it work?
 */
export function copyText(text: string): boolean {
  let isTaken = false;
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    isTaken = true;
  };
  document.addEventListener('copy', fill, { capture: true });
  try {
    return document.execCommand('copy') && isTaken;
  } finally {
    document.removeEventListener('copy', fill, { capture: true });
  }
}
