/** The stand-in for the package `electron` in the main process. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { Notification } from './notification.ts';
import { clipboard, dialog, nativeTheme, screen, shell } from './others.ts';
import { powerMonitor } from './power-monitor.ts';
import { protocol } from './protocol.ts';
import { safeStorage } from './safe-storage.ts';
import { session } from './session.ts';
import { nativeImage, Tray } from './tray.ts';

const electron = {
  app,
  BrowserWindow,
  ipcMain,
  protocol,
  session,
  dialog,
  Menu,
  shell,
  nativeTheme,
  powerMonitor,
  clipboard,
  safeStorage,
  Tray,
  Notification,
  nativeImage,
  screen,
};

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
};
// biome-ignore lint/style/noDefaultExport: electron-store imports the package's default
export default electron;
