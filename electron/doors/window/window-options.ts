import type { BrowserWindowConstructorOptions } from 'electron';
import type { Bounds } from './settings.ts';
import { words } from './words.ts';

export interface WindowPlaces {
  /** The compiled preload. */
  readonly preload: string;
  /** Release builds get no DevTools. */
  readonly isRelease: boolean;
  /** The picture of the app, where a window carries one of its own (Linux). */
  readonly icon?: string;
}

/** What the main window is made of. Takes: where it is put; undefined leaves that to the system. */
export const windowOptions = (
  bounds: Bounds | undefined,
  { preload, isRelease, icon }: WindowPlaces,
): BrowserWindowConstructorOptions => ({
  width: 1180,
  height: 760,
  ...bounds,
  ...(icon === undefined ? {} : { icon }),
  minWidth: 900,
  minHeight: 560,
  title: words.name,
  show: false,
  autoHideMenuBar: true,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !isRelease,
  },
});
