import type { BrowserWindowConstructorOptions } from 'electron';
import type { Bounds } from './settings.ts';
import type { WindowPlaces } from './window.ts';
import { words } from './words.ts';

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
