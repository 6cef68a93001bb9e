import {
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { windowHandlers } from './handlers.ts';
import { listen } from './listen.ts';
import { WindowLock } from './lock.ts';
import { type LockWatch, watchForLock } from './lock-triggers.ts';
import { servePage } from './pages.ts';
import { PracticeDesk, type StartPractice } from './practice.ts';
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
  /** The keychain's try to open the vault; it may still be under way. */
  readonly opening: ReturnType<Agent['keychain']['open']>;
  readonly startPractice: StartPractice;
  readonly report: (fault: unknown) => void;
  readonly clock?: Clock;
}

export interface Desktop {
  /** Brings the window to the front; opens it anew where it was closed. */
  show(): void;
  close(): void;
}

/** app:// behaves as a secure origin of its own. Must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Opens the window's door: its pages, its one channel, its pushes, its lock, its window. */
export function openDesktop(options: DesktopOptions): Desktop {
  const { agent, doors } = options;
  const settings = openSettings(options.settingsDir);
  let note: string | null = null;
  let window: BrowserWindow | undefined;
  const current = () => (window === undefined || window.isDestroyed() ? undefined : window);
  protocol.handle('app', (request) => servePage(options.pages, request));
  denyPermissions(session.defaultSession);
  nativeTheme.themeSource = settings.preferences.theme;
  const stopWatching = settings.watchPreferences(({ theme }) => {
    nativeTheme.themeSource = theme;
  });
  Menu.setApplicationMenu(null);

  const hasVault = () => agent.status(undefined).vault !== 'missing';
  const lock = new WindowLock({
    hasVault,
    changed: (isLocked) => {
      if (isLocked) current()?.webContents.reload();
      else watch.input();
      tell({ kind: 'lock' });
    },
  });
  const tell = pushTo(
    () => [current()].filter((page) => page !== undefined),
    () => lock.isLocked,
  );
  const watch = watchLock(options, lock);
  const protect = (isOn: boolean) => current()?.setContentProtection(isOn);
  const practice = new PracticeDesk({ agent, settings, start: options.startPractice });
  practice.resume().catch(options.report);
  const own = { lock, protect, tell, note: () => note, settings, practice };
  listen(ipcMain, {
    handlers: windowHandlers({
      ...{ agent, doors },
      shell: { ...own, openLink: (url) => shell.openExternal(url), askPath: (name) => askPath(current(), name) },
    }),
    isLocked: () => lock.isLocked,
  });
  void options.opening.then(({ why }) => {
    note = why;
    tell({ kind: 'keychain' });
  });
  const stopListening = agent.subscribe((event) => {
    // A sealed vault's window starts anew, so that nothing of what it showed is left in the page.
    if (event.kind === 'vault' && event.vault === 'sealed' && !lock.isHeld) current()?.webContents.reload();
    tell(event);
  });
  return {
    show() {
      const open = current();
      if (open !== undefined) return bringToFront(open);
      window = openWindow(settings, options);
      window.webContents.on('input-event', () => watch.input());
    },
    close() {
      watch.stop();
      stopListening();
      stopWatching();
    },
  };
}

function watchLock({ agent, clock = systemClock, report }: DesktopOptions, lock: WindowLock): LockWatch {
  return watchForLock({
    power: powerMonitor,
    // Electron has the event 'lock-screen' on macOS and Windows only.
    isScreenLocked: process.platform === 'linux' ? () => powerMonitor.getSystemIdleState(1) === 'locked' : undefined,
    idleMinutes: async () => (await agent.settings.all())['lock.afterIdleMinutes'],
    clock,
    lock: () => lock.lock(),
    report,
  });
}

async function askPath(window: BrowserWindow | undefined, defaultPath: string): Promise<string | undefined> {
  const asked = { defaultPath, filters: [{ name: 'Keybearer backup', extensions: ['json'] }] };
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog(asked)
    : dialog.showSaveDialog(window, asked));
  return canceled || filePath === '' ? undefined : filePath;
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
