/**
 * What stands around the window, for a test to look at and to touch. DOUBLE_DESK names a directory: `seen.json` there is
 * what a person would see, written anew with each change, and each line added to `deeds` is one thing that a person does.
 */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A menu as it is drawn: its items by their words, what is under them, and no line between them. */
export interface SeenItem {
  readonly label: string;
  readonly accelerator?: string;
  readonly enabled: boolean;
  readonly items?: readonly SeenItem[];
}

/** What a person sees. */
export interface Seen {
  readonly tray?: { readonly icon: string; readonly tip: string; readonly menu: readonly SeenItem[] };
  readonly menu: readonly SeenItem[];
  readonly notifications: readonly { readonly title: string; readonly body: string }[];
  /** The boxes of the system, oldest first. */
  readonly boxes: readonly { readonly message: string; readonly detail: string }[];
  readonly opened: readonly string[];
  readonly clipboard: string;
  readonly login?: object;
  /** Of the first window; null while there is none. */
  readonly window: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly isMaximized: boolean;
    readonly isProtected: boolean;
    readonly zoom: number;
  } | null;
}

/**
 * What a person does: `tray` and `menu` click the item of that name (`tray` without one clicks the icon), `notification`
 * clicks the one of that number, `box` is the number of the button for the next box, and `window` is done to the first.
 */
export interface Deed {
  readonly tray?: string | true;
  readonly menu?: string;
  readonly notification?: number;
  readonly box?: number;
  readonly window?: 'close' | 'blur' | 'focus' | 'maximize' | readonly [number, number, number, number];
}

class Desk extends EventEmitter<{ deed: [Deed] }> {
  #seen: Seen = { menu: [], notifications: [], boxes: [], opened: [], clipboard: '', window: null };
  readonly #dir = process.env['DOUBLE_DESK'];
  #done = 0;

  constructor() {
    super();
    if (!this.#dir) return;
    mkdirSync(this.#dir, { recursive: true });
    const deeds = join(this.#dir, 'deeds');
    writeFileSync(deeds, '');
    watch(deeds, () => this.#hear(deeds)).unref();
    this.see({});
  }

  get seen(): Seen {
    return this.#seen;
  }

  see(change: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...change };
    if (!this.#dir) return;
    // In one step, so that no test reads half of it.
    const file = join(this.#dir, 'seen.json');
    writeFileSync(`${file}.new`, JSON.stringify(this.#seen));
    renameSync(`${file}.new`, file);
  }

  #hear(path: string): void {
    const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
    const fresh = lines.slice(this.#done);
    this.#done = lines.length;
    for (const line of fresh) this.emit('deed', JSON.parse(line));
  }
}

export const desk = new Desk();
