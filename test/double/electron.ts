/** The stand-in for the package `electron` in the main process. */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { clipboard, dialog, Menu, Notification, nativeTheme, shell, Tray } from './others.ts';
import { powerMonitor } from './power-monitor.ts';
import { protocol } from './protocol.ts';
import { safeStorage } from './safe-storage.ts';
import { session } from './session.ts';

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
};

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  Tray,
};
// biome-ignore lint/style/noDefaultExport: electron-store imports the package's default
export default electron;
