import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { desk } from './desk.ts';
import { WebContents } from './web-contents.ts';

interface Options {
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly show?: boolean;
  readonly webPreferences?: { readonly preload?: string };
}

const open = new Set<BrowserWindow>();
let isWatched = false;

export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...open];
  readonly webContents = new WebContents();
  readonly #ready: Promise<void>;
  #bounds: { x: number; y: number; width: number; height: number };
  #target = '';
  #isDestroyed = false;
  #isMaximized = false;
  #isFocused = false;
  #isProtected = false;

  constructor({ width = 800, height = 600, x = 0, y = 0, webPreferences }: Options = {}) {
    super();
    open.add(this);
    this.#bounds = { x, y, width, height };
    app.emit('web-contents-created', {}, this.webContents);
    this.#ready = this.#open(webPreferences?.preload);
    this.webContents.on('double-zoomed', () => this.#see());
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  async loadURL(url: string): Promise<void> {
    await this.#ready;
    await this.webContents.load(url);
  }

  show(): void {
    this.focus();
  }
  showInactive(): void {
    this.#see();
  }
  setAlwaysOnTop(): void {}
  focus(): void {
    this.#isFocused = true;
    this.#see();
    this.emit('focus');
  }
  blur(): void {
    this.#isFocused = false;
    this.emit('blur');
  }
  maximize(): void {
    this.#isMaximized = true;
    this.#see();
  }
  setBounds(bounds: { x: number; y: number; width: number; height: number }): void {
    this.#bounds = bounds;
    this.#see();
  }
  restore(): void {}
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => this.#isDestroyed;
  getBounds = () => ({ ...this.#bounds });
  getNormalBounds = () => ({ ...this.#bounds });
  isMaximized = (): boolean => this.#isMaximized;
  isFocused = (): boolean => this.#isFocused && !this.#isDestroyed;
  setContentProtection(isProtected: boolean): void {
    this.#isProtected = isProtected;
    this.#see();
  }
  removeMenu(): void {}

  close(): void {
    this.emit('close', { preventDefault: () => undefined });
    app.browser.then(({ cdp }) => cdp.send('Target.closeTarget', { targetId: this.#target }));
  }

  gone(targetId: string): void {
    if (targetId !== this.#target) return;
    this.#isDestroyed = true;
    open.delete(this);
    if (open.size === 0) desk.see({ window: null });
    this.emit('closed');
    if (open.size === 0) app.emit('window-all-closed');
  }

  #see(): void {
    const [first] = open;
    if (first !== this) return;
    const [isMaximized, isProtected, zoom] = [this.#isMaximized, this.#isProtected, this.webContents.getZoomLevel()];
    desk.see({ window: { ...this.#bounds, isMaximized, isProtected, zoom } });
  }

  async #open(preload: string | undefined): Promise<void> {
    const { cdp } = await app.browser;
    if (!isWatched) {
      isWatched = true;
      await cdp.send('Target.setDiscoverTargets', { discover: true });
      cdp.on(
        'Target.targetCreated',
        undefined,
        ({ targetInfo }: { targetInfo: { targetId: string; openerId?: string } }) => {
          // A page that a page opened: as if it had been denied, which is all that this app ever does.
          if (targetInfo.openerId !== undefined) cdp.send('Target.closeTarget', { targetId: targetInfo.targetId });
        },
      );
      cdp.on('Target.targetDestroyed', undefined, ({ targetId }: { targetId: string }) => {
        for (const window of open) window.gone(targetId);
      });
    }
    const { width, height } = this.#bounds;
    const { targetId } = await cdp.send('Target.createTarget', { url: 'about:blank', width, height, newWindow: true });
    this.#target = targetId;
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
    await this.webContents.prepare(cdp, sessionId, preload);
  }
}

desk.on('deed', ({ window: deed }) => {
  const [first] = open;
  if (deed === undefined || first === undefined) return;
  if (typeof deed === 'string') return first[deed]();
  const [x, y, width, height] = deed;
  first.setBounds({ x, y, width, height });
});

app.on('double-closing', () => {
  for (const window of open) window.emit('close', { preventDefault: () => undefined });
});
