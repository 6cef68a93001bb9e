import { app, nativeTheme } from 'electron';
import { refreshAutostart, setOpenAtLogin } from './auto-start.ts';
import type { WindowSettings } from './settings.ts';

export interface FollowDeps {
  readonly settings: Pick<WindowSettings, 'preferences' | 'setPreferences' | 'watchPreferences'>;
  /** What starts this app again: the program and its arguments. */
  readonly command: readonly string[];
  readonly report: (fault: unknown) => void;
}

/** Does what the preferences say, now and after each change. Gives: what ends it. */
export function followPreferences({ settings, command, report }: FollowDeps): () => void {
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
