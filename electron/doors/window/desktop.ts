import { type BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session } from 'electron';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { windowHandlers } from './handlers.ts';
import { listen } from './listen.ts';
import { servePage } from './pages.ts';
import { pushTo } from './push.ts';
import { openSettings } from './settings.ts';
import { denyPermissions, openWindow, type WindowPlaces } from './window.ts';

export interface DesktopOptions extends WindowPlaces {
  readonly agent: Agent;
  readonly doors: DoorPlaces;
  /** The directory of the built renderer. */
  readonly pages: string;
  /** Where the window keeps its own settings. */
  readonly settingsDir: string;
}

export interface Desktop {
  /** Brings the window to the front; opens it anew where it was closed. */
  show(): void;
}

/** app:// behaves as a secure origin of its own. Must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Opens the window's door: its pages, its one channel, its pushes, its window. */
export function openDesktop(options: DesktopOptions): Desktop {
  const settings = openSettings(options.settingsDir);
  let window: BrowserWindow | undefined;
  const current = () => (window === undefined || window.isDestroyed() ? undefined : window);
  protocol.handle('app', (request) => servePage(options.pages, request));
  denyPermissions(session.defaultSession);
  nativeTheme.themeSource = settings.theme;
  Menu.setApplicationMenu(null);
  const shell = { protect: (isOn: boolean) => current()?.setContentProtection(isOn) };
  listen(ipcMain, windowHandlers(options.agent, options.doors, shell));
  pushTo(options.agent, () => [current()].filter((page) => page !== undefined));
  const show = () => {
    const open = current();
    if (open === undefined) window = openWindow(settings, options);
    else bringToFront(open);
  };
  return { show };
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
