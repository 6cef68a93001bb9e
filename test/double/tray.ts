import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { desk } from './desk.ts';
import type { Menu } from './menu.ts';

/** Electron's `nativeImage`: no more than the file that it is of. */
export const nativeImage = {
  createFromPath: (path: string) => ({ path, isEmpty: () => !existsSync(path) }),
};

interface Image {
  readonly path: string;
  isEmpty(): boolean;
}

/** Electron's `Tray`. With DOUBLE_NO_TRAY set the desktop has none. */
export class Tray extends EventEmitter {
  #menu: Menu | undefined;
  #tip = '';
  #icon = '';

  constructor(image: Image) {
    super();
    if (process.env['DOUBLE_NO_TRAY']) throw new Error('Failed to create a tray icon');
    this.setImage(image);
    desk.on('deed', this.#hear);
  }

  setImage(image: Image): void {
    // Electron shows nothing at all where the file is missing, and says nothing.
    if (image.isEmpty()) throw new Error(`there is no icon at ${image.path}`);
    this.#icon = image.path.split('/').at(-1) ?? '';
    this.#see();
  }

  setToolTip(tip: string): void {
    this.#tip = tip;
    this.#see();
  }

  setContextMenu(menu: Menu): void {
    this.#menu = menu;
    this.#see();
  }

  destroy(): void {
    desk.off('deed', this.#hear);
  }

  readonly #hear = ({ tray }: { readonly tray?: string | true }): void => {
    if (tray === true) this.emit('click');
    else if (tray !== undefined) this.#menu?.click(tray);
  };

  #see(): void {
    desk.see({ tray: { icon: this.#icon, tip: this.#tip, menu: this.#menu?.seen() ?? [] } });
  }
}
