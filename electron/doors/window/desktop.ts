import { app, ipcMain, Menu, nativeTheme, powerMonitor, protocol, session, shell } from 'electron';
import type { News } from '../../agent/news.ts';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { refreshAutostart, setOpenAtLogin } from './auto-start.ts';
import { Background } from './background.ts';
import { deeds } from './deeds.ts';
import { windowHandlers } from './handlers.ts';
import { denyPermissions, harden } from './hardening.ts';
import { listen } from './listen.ts';
import { WindowLock } from './lock.ts';
import { type LockWatch, watchForLock } from './lock-triggers.ts';
import { MainWindow } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { notifier, notify } from './notifications.ts';
import { servePage } from './pages.ts';
import { pushTo } from './push.ts';
import { openSettings, type WindowSettings } from './settings.ts';
import { openTray } from './tray.ts';
import type { WindowPlaces } from './window.ts';

export interface DesktopOptions extends WindowPlaces {
  readonly agent: Agent;
  readonly doors: DoorPlaces;
  /** The directory of the built renderer. */
  readonly pages: string;
  /** The directory of the icons. */
  readonly icons: string;
  /** Where the window keeps its own settings. */
  readonly settingsDir: string;
  /** What starts this app again: the program and its arguments. */
  readonly command: readonly string[];
  /** The keychain's try to open the vault; it may still be under way. */
  readonly opening: ReturnType<Agent['keychain']['open']>;
  readonly report: (fault: unknown) => void;
  readonly clock?: Clock;
}

export interface Desktop {
  /** The first thing. Takes: isHidden = it was opened at login, and begins without its window where there is a tray. */
  start(isHidden: boolean): void;
  /** Brings the window to the front; opens it anew where it was closed. */
  show(): void;
  /** Shows news as a notification, unless somebody looks at the window. */
  tell(news: News): void;
  readonly showsNews: boolean;
  /** The app ends: a window that closes now is no reason to say that it goes on. */
  quitting(): void;
  close(): void;
}

/** app:// behaves as a secure origin of its own. Must run before Electron is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Opens the window's door: its pages, its one channel, its pushes, its lock, its window, and what stands outside it. */
export function openDesktop(options: DesktopOptions): Desktop {
  const { agent, doors, report, clock = systemClock } = options;
  const settings = openSettings(options.settingsDir);
  let note: string | null = null;
  protocol.handle('app', (request) => servePage(options.pages, request));
  denyPermissions(session.defaultSession);
  // Every page there will be, whoever opens it.
  app.on('web-contents-created', (_event, page) => harden(page, (url) => void shell.openExternal(url).catch(report)));
  const stopFollowing = followPreferences(settings, options);

  const hasVault = () => agent.status(undefined).vault !== 'missing';
  const lock = new WindowLock({
    hasVault,
    changed: (isLocked) => {
      if (isLocked) main.reload();
      else watch.input();
      tell({ kind: 'lock' });
      tray?.refresh();
    },
  });
  const isWatched = () => main.current?.isFocused() === true;
  const main = new MainWindow({
    ...{
      settings,
      places: process.platform === 'linux' ? { ...options, icon: `${options.icons}/256x256.png` } : options,
    },
    input: () => watch.input(),
    focused: () => tray?.seen(),
    tell: (push) => tell(push),
    closed: () => {
      // What it held, as a new recovery key, went with its page.
      lock.release();
      background.closed();
    },
  });
  const tell = pushTo(
    () => [main.current].filter((page) => page !== undefined),
    () => lock.isLocked,
  );
  const watch = watchLock(options, lock);
  const does = deeds({ agent, lock, show: (to) => main.show(to), quit: () => app.quit() });
  const tray = openTray({
    ...{ agent, clock, report, icons: `${options.icons}/tray`, platform: process.platform },
    isLocked: () => lock.isLocked,
    act: (deed, to) => does(deed, to).catch(report),
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        ...{ platform: process.platform, isRelease: options.isRelease },
        lock: () => lock.lock(),
        go: (to) => main.show(to),
        zoom: (steps) => main.zoom(steps),
        quit: () => void does('quit', undefined).catch(report),
      }),
    ),
  );
  listen(ipcMain, {
    handlers: windowHandlers({
      ...{ agent, doors },
      shell: { lock, protect: (isOn) => main.current?.setContentProtection(isOn), tell, note: () => note, settings },
    }),
    isLocked: () => lock.isLocked,
  });
  void options.opening.then(({ why }) => {
    note = why;
    tell({ kind: 'keychain' });
  });
  const stopListening = agent.subscribe((event) => {
    // A sealed vault's window starts anew, so that nothing of what it showed is left in the page.
    if (event.kind === 'vault' && event.vault === 'sealed' && !lock.isHeld) main.reload();
    tell(event);
  });

  const showsNews = () => settings.preferences.notifications;
  const background = new Background({
    ...{ preferences: () => settings.preferences, platform: process.platform, quit: () => app.quit() },
    notify: (notice) => notify(notice, (to) => main.show(to)),
  });

  return {
    start(isHidden) {
      const wasOpenedAtLogin = process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
      const mayHide = tray !== undefined && settings.preferences.runInBackground;
      if (!(mayHide && (isHidden || wasOpenedAtLogin))) main.show('');
    },
    show: () => main.show(''),
    tell: notifier({
      agent,
      isWanted: showsNews,
      isLocked: () => lock.isLocked,
      isWatched,
      show: (to) => main.show(to),
    }),
    get showsNews() {
      return showsNews();
    },
    quitting: () => background.quitting(),
    close() {
      watch.stop();
      stopListening();
      tray?.close();
      stopFollowing();
    },
  };
}

/** Does what the preferences say, now and after each change. Gives: what ends it. */
function followPreferences(settings: WindowSettings, { command, report }: DesktopOptions): () => void {
  const autoStart = { platform: process.platform, env: process.env, command, app };
  let { openAtLogin } = settings.preferences;
  nativeTheme.themeSource = settings.preferences.theme;
  try {
    if (openAtLogin) refreshAutostart(autoStart);
  } catch (fault) {
    // The app can do without.
    report(fault);
  }
  return settings.watchPreferences((now) => {
    nativeTheme.themeSource = now.theme;
    if (now.openAtLogin === openAtLogin) return;
    const was = openAtLogin;
    openAtLogin = now.openAtLogin;
    try {
      setOpenAtLogin(now.openAtLogin, autoStart);
    } catch (fault) {
      // What could not be done must not be shown as done.
      openAtLogin = was;
      settings.setPreferences({ openAtLogin: was });
      throw fault;
    }
  });
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
