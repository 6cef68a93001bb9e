import type { Preferences } from '../../../shared/window-views.ts';
import type { Notice } from './notice.ts';
import { words } from './words.ts';

export interface BackgroundDeps {
  readonly preferences: () => Preferences;
  readonly platform: NodeJS.Platform;
  readonly quit: () => void;
  readonly notify: (notice: Notice) => void;
}

/** Whether the app goes on when its window was closed; it says so once, since a desktop without a tray shows nothing of it. */
export class Background {
  readonly #deps: BackgroundDeps;
  #isQuitting = false;
  #isTold = false;

  constructor(deps: BackgroundDeps) {
    this.#deps = deps;
  }

  /** The app ends: a window that closes from now on is no reason to say that it goes on. */
  quitting(): void {
    this.#isQuitting = true;
  }

  /** The window was closed. */
  closed(): void {
    const { preferences, platform, quit, notify } = this.#deps;
    if (this.#isQuitting) return;
    const { runInBackground, notifications } = preferences();
    // On a Mac every app goes on without a window, seen in the Dock, until it is quit.
    if (platform === 'darwin') return;
    if (!runInBackground) quit();
    else if (notifications && !this.#isTold) {
      this.#isTold = true;
      notify({ title: words.background.title, body: words.background.text, to: '' });
    }
  }
}
