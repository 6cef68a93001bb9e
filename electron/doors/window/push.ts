import { type WindowPush, windowChannel } from '../../../shared/window-api.ts';

/** A window's page, as far as pushes need it. */
export interface Page {
  isDestroyed(): boolean;
  readonly webContents: { send(channel: string, push: WindowPush): void };
}

/** What a locked window may still hear: that it is locked, whether the vault is open, why the keychain did not open it, that tries wait, and which page waits behind the lock. */
const whileLocked: readonly WindowPush['kind'][] = ['lock', 'vault', 'keychain', 'wait', 'go'];

/** Tells every open window what is new. What a locked one misses it asks for when it is unlocked. */
export function pushTo(pages: () => readonly Page[], isLocked: () => boolean): (push: WindowPush) => void {
  return (push) => {
    if (isLocked() && !whileLocked.includes(push.kind)) return;
    for (const page of pages()) if (!page.isDestroyed()) page.webContents.send(windowChannel, push);
  };
}
