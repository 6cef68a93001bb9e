import type { BrowserWindow } from 'electron';
import type { WindowPush } from '../../../shared/window-api.ts';
import type { WindowSettings } from './settings.ts';
import { openWindow, zoom } from './window.ts';
import type { WindowPlaces } from './window-options.ts';

export interface MainWindowDeps {
  readonly settings: WindowSettings;
  readonly places: WindowPlaces;
  /** The user did something in it. */
  readonly input: () => void;
  /** The user looks at it. */
  readonly focused: () => void;
  readonly tell: (push: WindowPush) => void;
  readonly closed: () => void;
}

/** The one main window, or none while it is closed: then nothing of its page is in memory. */
export class MainWindow {
  readonly #deps: MainWindowDeps;
  #window: BrowserWindow | undefined;

  constructor(deps: MainWindowDeps) {
    this.#deps = deps;
  }

  get current(): BrowserWindow | undefined {
    return this.#window === undefined || this.#window.isDestroyed() ? undefined : this.#window;
  }

  /** Brings it to the front, opened anew where it was closed. Takes: to = a page's address; '' leaves the page as it is. */
  show(to: string): void {
    const open = this.current;
    if (open === undefined) this.#open(to);
    else this.#bringToFront(open, to);
  }

  reload(): void {
    this.current?.webContents.reload();
  }

  zoom(steps: -1 | 0 | 1): void {
    const open = this.current;
    if (open !== undefined) zoom(open, this.#deps.settings, steps);
  }

  #bringToFront(window: BrowserWindow, to: string): void {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (to !== '') this.#deps.tell({ kind: 'go', to });
  }

  #open(to: string): void {
    const { settings, places, input, focused, closed } = this.#deps;
    const window = openWindow(settings, places, to);
    this.#window = window;
    window.webContents.on('input-event', input);
    window.on('focus', focused);
    window.on('closed', closed);
  }
}
