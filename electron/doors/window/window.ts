import { BrowserWindow, type Session, type WebContents } from 'electron';
import { pageOrigin } from './listen.ts';
import type { WindowSettings } from './settings.ts';

export interface WindowPlaces {
  /** The compiled preload. */
  readonly preload: string;
  /** Release builds get no DevTools. */
  readonly isRelease: boolean;
}

/** Opens the main window, hardened, on our page. */
export function openWindow(settings: WindowSettings, places: WindowPlaces): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    ...settings.bounds,
    minWidth: 900,
    minHeight: 560,
    title: 'Keybearer',
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: places.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      devTools: !places.isRelease,
    },
  });
  harden(window.webContents);
  window.once('ready-to-show', () => window.show());
  window.on('close', () => settings.keepBounds(window.getNormalBounds()));
  window.loadURL(`${pageOrigin}/index.html`).catch(() => {
    // A window that closes while it loads rejects; there is nobody left to tell.
  });
  return window;
}

/** The page stays where it is: no navigation, no new window, no webview. */
function harden(page: WebContents): void {
  const deny = (event: { preventDefault(): void }) => event.preventDefault();
  page.on('will-navigate', deny);
  page.on('will-frame-navigate', deny);
  page.on('will-redirect', deny);
  page.on('will-attach-webview', deny);
  // Here to prevent is to ignore the page's objection: none may keep itself from being loaded anew when the window locks.
  page.on('will-prevent-unload', deny);
  page.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** No page of ours needs a camera, a place or a notification. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_page, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
