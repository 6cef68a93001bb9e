import { BrowserWindow, type BrowserWindowConstructorOptions, screen } from 'electron';
import { pageOrigin } from './listen.ts';
import type { Bounds, WindowSettings } from './settings.ts';
import { placeOn } from './stand.ts';
import { type WindowPlaces, windowOptions } from './window-options.ts';

const zooms = { least: -3, most: 5 };

/** Opens the main window on our page. Takes: to = where in it to begin. */
export function openWindow(settings: WindowSettings, places: WindowPlaces, to = ''): BrowserWindow {
  const { bounds, isMaximized } = settings.stand;
  const options: BrowserWindowConstructorOptions = windowOptions(placeOn(bounds, workAreas()), places);
  const window = new BrowserWindow(options);
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => settings.keepBounds(window.getNormalBounds(), window.isMaximized()));
  // Chromium forgets it with each page that is loaded anew.
  window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(settings.stand.zoom));
  window.webContents.on('zoom-changed', (_event, direction) => zoom(window, settings, direction === 'in' ? 1 : -1));
  window.loadURL(`${pageOrigin}/index.html${to}`).catch(() => {
    // A window that closes while it loads rejects; there is nobody left to tell.
  });
  return window;
}

/** Makes everything larger or smaller by a step, and keeps that; 0 is 100 % again. */
export function zoom({ webContents }: BrowserWindow, settings: WindowSettings, steps: -1 | 0 | 1): void {
  const level = steps === 0 ? 0 : settings.stand.zoom + steps;
  const kept = Math.min(Math.max(level, zooms.least), zooms.most);
  settings.keepZoom(kept);
  webContents.setZoomLevel(kept);
}

function workAreas(): Bounds[] {
  const first = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== first.id);
  return [first, ...others].map(({ workArea }) => workArea);
}
