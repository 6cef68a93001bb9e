import { BrowserWindow, screen } from 'electron';
import { pageOrigin } from './listen.ts';
import type { WindowPlaces } from './window-options.ts';
import { windowOptions } from './window-options.ts';
import { words } from './words.ts';

const size = { width: 460, height: 560 };
const marginPx = 24;

/** Opens the questions in a corner, above everything else, and leaves the focus where it is. Takes: input = the user did something in it. */
export function openApprovalWindow(places: WindowPlaces, input: () => void): BrowserWindow {
  const { x, y, width } = screen.getPrimaryDisplay().workArea;
  const window = new BrowserWindow({
    ...windowOptions({ ...size, x: x + width - size.width - marginPx, y: y + marginPx }, places),
    ...{ minWidth: 380, minHeight: 420, title: words.approvals },
    ...{ alwaysOnTop: true, minimizable: false, maximizable: false, fullscreenable: false },
  });
  window.setAlwaysOnTop(true, 'floating');
  window.once('ready-to-show', () => window.showInactive());
  window.webContents.on('input-event', input);
  window.loadURL(`${pageOrigin}/index.html#/approval-window`).catch(() => {
    // A window that closes while it loads rejects; there is nobody left to tell.
  });
  return window;
}
