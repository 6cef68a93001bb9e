import { EventEmitter } from 'node:events';
import { app } from './app.ts';
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

  constructor({ width = 800, height = 600, x = 0, y = 0, webPreferences }: Options = {}) {
    super();
    open.add(this);
    this.#bounds = { x, y, width, height };
    this.#ready = this.#open(webPreferences?.preload);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  async loadURL(url: string): Promise<void> {
    await this.#ready;
    await this.webContents.load(url);
  }

  show(): void {}
  focus(): void {
    this.emit('focus');
  }
  restore(): void {}
  isMinimized = (): boolean => false;
  isDestroyed = (): boolean => this.#isDestroyed;
  getBounds = () => ({ ...this.#bounds });
  getNormalBounds = () => ({ ...this.#bounds });
  isMaximized = (): boolean => false;
  setContentProtection(): void {}
  removeMenu(): void {}

  close(): void {
    this.emit('close', { preventDefault: () => undefined });
    app.browser.then(({ cdp }) => cdp.send('Target.closeTarget', { targetId: this.#target }));
  }

  gone(targetId: string): void {
    if (targetId !== this.#target) return;
    this.#isDestroyed = true;
    open.delete(this);
    this.emit('closed');
    if (open.size === 0) app.emit('window-all-closed');
  }

  async #open(preload: string | undefined): Promise<void> {
    const { cdp } = await app.browser;
    if (!isWatched) {
      isWatched = true;
      await cdp.send('Target.setDiscoverTargets', { discover: true });
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
