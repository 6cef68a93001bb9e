import { app, clipboard, dialog, ipcMain, Menu, powerMonitor, protocol, session, shell } from 'electron';
import type { News } from '../../agent/news.ts';
import type { Agent, DoorPlaces } from '../../agent/ports.ts';
import { type Clock, systemClock } from '../../base/clock.ts';
import { ApprovalWindow } from './approval-watch.ts';
import { openApprovalWindow } from './approval-window.ts';
import { Background } from './background.ts';
import { ShortClipboard } from './clipboard.ts';
import { deeds } from './deeds.ts';
import { followPreferences } from './follow-preferences.ts';
import { windowHandlers } from './handlers.ts';
import { denyPermissions, harden } from './hardening.ts';
import { listen } from './listen.ts';
import { WindowLock } from './lock.ts';
import { type LockWatch, watchForLock } from './lock-triggers.ts';
import { MainWindow } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { notifier, notify } from './notifications.ts';
import { servePage } from './pages.ts';
import { PracticeDesk, type StartPractice } from './practice.ts';
import { pushTo } from './push.ts';
import { openSettings } from './settings.ts';
import { openTray } from './tray.ts';
import { openUpdates } from './updates.ts';
import type { WindowPlaces } from './window-options.ts';

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
  readonly startPractice: StartPractice;
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
  const stopFollowing = followPreferences({ settings, command: options.command, report });
  let note: string | null = null;
  protocol.handle('app', (request) => servePage(options.pages, request));
  denyPermissions(session.defaultSession);
  // Every page there will be, whoever opens it.
  app.on('web-contents-created', (_event, page) => harden(page));

  const hasVault = () => agent.status(undefined).vault !== 'missing';
  const lock = new WindowLock({
    hasVault,
    changed: (isLocked) => {
      if (isLocked) main.reload();
      else watch.input();
      approvals.refresh();
      tell({ kind: 'lock' });
      tray?.refresh();
    },
  });
  const places = process.platform === 'linux' ? { ...options, icon: `${options.icons}/256x256.png` } : options;
  const isWatched = () => main.current?.isFocused() === true;
  const main = new MainWindow({
    ...{ settings, places },
    input: () => watch.input(),
    focused: () => tray?.seen(),
    // A page to go to is for this window alone.
    tell: pushTo(
      () => [main.current].filter((page) => page !== undefined),
      () => lock.isLocked,
    ),
    closed: () => {
      // What it held, as a new recovery key, went with its page.
      lock.release();
      background.closed();
    },
  });
  const tell = pushTo(
    () => [main.current, approvals.current].filter((page) => page !== undefined),
    () => lock.isLocked,
  );
  const approvals = new ApprovalWindow({
    waiting: () => (agent.bots.vault() === 'open' ? agent.botAdmin.approvals.list().map(({ id }) => id) : []),
    isLocked: () => lock.isLocked,
    open: () => openApprovalWindow(places, () => watch.input()),
  });
  const watch = watchLock(options, lock);
  const copied = new ShortClipboard({ clipboard, clock, report });
  const saveAs = async (name: string) => {
    const [parent, proposed] = [main.current, { defaultPath: name }];
    const { canceled, filePath } = await (parent === undefined
      ? dialog.showSaveDialog(proposed)
      : dialog.showSaveDialog(parent, proposed));
    return canceled || filePath === '' ? null : filePath;
  };
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
  const practice = new PracticeDesk({ agent, settings, start: options.startPractice });
  practice.resume().catch(report);
  const updates = openUpdates({
    ...{ clock, report, isRelease: options.isRelease, settingsDir: options.settingsDir },
    resources: process.resourcesPath,
    ...{ settings, openLink: (url) => shell.openExternal(url), changed: () => tell({ kind: 'updates' }) },
  });
  updates.watch().catch(report);
  listen(ipcMain, {
    handlers: windowHandlers({
      ...{ agent, doors },
      shell: {
        ...{ lock, saveAs, settings, practice, updates, tell, note: () => note, now: () => clock.now() },
        copy: (text) => copied.put(text),
        protect: (isOn) => main.current?.setContentProtection(isOn),
        openLink: (url) => shell.openExternal(url),
      },
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
    if (event.kind === 'approvals' || event.kind === 'vault') approvals.refresh();
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
      updates.close();
      copied.clear().catch(report);
      stopListening();
      tray?.close();
      stopFollowing();
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
