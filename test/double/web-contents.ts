import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Cdp } from './cdp.ts';
import { fromText, toText } from './clone-text.ts';
import { emit, invoke } from './ipc.ts';
import { fromChromium, intercept, toChromium } from './protocol.ts';
import { session } from './session.ts';
import { bindingName, mainWorldScript, preloadScript, worldName } from './worlds.ts';

interface Frame {
  readonly url: string;
  readonly origin: string;
  readonly parent: Frame | null;
}

/** One page: its frames, its two worlds, and messages both ways. */
export class WebContents extends EventEmitter {
  readonly session = session.defaultSession;
  #cdp: Cdp | undefined;
  #session = '';
  readonly #frames = new Map<string, Frame & { id: string; parentId?: string }>();
  readonly #worlds = new Map<number, string>();
  #mainFrameId = '';
  #asked = '';
  #zoom = 0;
  #opens: (details: { url: string }) => unknown = () => undefined;

  get mainFrame(): Frame | undefined {
    return this.#frames.get(this.#mainFrameId);
  }

  async prepare(cdp: Cdp, sessionId: string, preload: string | undefined): Promise<void> {
    this.#cdp = cdp;
    this.#session = sessionId;
    const page = <T>(method: string, params = {}): Promise<T> => cdp.send(method, params, sessionId);
    this.#watch(cdp);
    await page('Page.enable');
    await page('Runtime.enable');
    const tree = await page<{ frameTree: { frame: { id: string } } }>('Page.getFrameTree');
    this.#mainFrameId = tree.frameTree.frame.id;
    await intercept(cdp, sessionId, (url, frameId) => this.#mayLoad(url, frameId));
    if (preload === undefined) return;
    const secret = randomUUID();
    await page('Runtime.addBinding', { name: bindingName, executionContextName: worldName });
    await page('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) });
    await page('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadScript(secret, readFileSync(preload, 'utf8')),
      worldName,
    });
  }

  async load(url: string): Promise<void> {
    this.#asked = url;
    const loaded = new Promise((resolve) => this.once('did-finish-load', resolve));
    const result = await this.#cdp?.send('Page.navigate', { url: toChromium(url) }, this.#session);
    if (result?.errorText) throw new Error(`${result.errorText} loading '${url}'`);
    await loaded;
  }

  reload(): void {
    // The page may be gone by now; then there is nothing to load again.
    this.#cdp?.send('Page.reload', {}, this.#session).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]): void {
    for (const [contextId, frameId] of this.#worlds) {
      if (frameId === this.#mainFrameId) this.#receive(contextId, { kind: 'push', channel, args });
    }
  }

  getURL = (): string => this.mainFrame?.url ?? '';
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.#opens = handler;
  }
  setZoomLevel(zoom: number): void {
    this.#zoom = zoom;
    this.emit('double-zoomed');
  }
  getZoomLevel = (): number => this.#zoom;
  isDestroyed = (): boolean => false;

  #watch(cdp: Cdp): void {
    // biome-ignore lint/suspicious/noExplicitAny: events have as many shapes as there are names
    const on = (method: string, listener: (params: any) => void) => cdp.on(method, this.#session, listener);
    on('Page.frameNavigated', ({ frame }: { frame: { id: string; parentId?: string; url: string } }) =>
      this.#keepFrame(frame),
    );
    // What it answers is not looked at: the window that Chromium opened is closed in any case.
    on('Page.windowOpen', ({ url }: { url: string }) => this.#opens({ url: fromChromium(url) }));
    on('Page.loadEventFired', () => this.emit('did-finish-load'));
    on(
      'Runtime.executionContextCreated',
      ({ context }: { context: { id: number; name: string; auxData: { frameId: string } } }) => {
        if (context.name === worldName) this.#worlds.set(context.id, context.auxData.frameId);
      },
    );
    on('Runtime.executionContextDestroyed', (params: { executionContextId: number }) =>
      this.#worlds.delete(params.executionContextId),
    );
    on('Runtime.executionContextsCleared', () => this.#worlds.clear());
    on('Runtime.bindingCalled', (call: { executionContextId: number; payload: string }) => this.#called(call));
  }

  #keepFrame(frame: { id: string; parentId?: string; url: string }): void {
    const url = fromChromium(frame.url);
    const parent = frame.parentId === undefined ? null : (this.#frames.get(frame.parentId) ?? null);
    const { protocol, host } = new URL(url);
    this.#frames.set(frame.id, { ...frame, url, origin: `${protocol}//${host}`, parent });
  }

  #mayLoad(url: string, frameId: string): boolean {
    // A request has no fragment; the address that was asked for may.
    if (url === this.#asked.replace(/#.*$/, '')) return true;
    let isPrevented = false;
    const event = {
      url,
      preventDefault: () => {
        isPrevented = true;
      },
    };
    this.emit(frameId === this.#mainFrameId ? 'will-navigate' : 'will-frame-navigate', event, url);
    return !isPrevented;
  }

  async #called(call: { executionContextId: number; payload: string }): Promise<void> {
    const message = fromText(call.payload);
    const senderFrame = this.#frames.get(this.#worlds.get(call.executionContextId) ?? '') ?? null;
    const event = { sender: this, senderFrame };
    if (message.kind === 'input') {
      this.emit('input-event', {}, { type: message.type });
      return;
    }
    if (message.kind === 'send') return emit(message.channel, event, message.args);
    const { ok, value } = await invoke(message.channel, event, message.args);
    const reply = { kind: 'reply', id: message.id };
    try {
      this.#receive(call.executionContextId, { ...reply, ok, value });
    } catch (error) {
      this.#receive(call.executionContextId, { ...reply, ok: false, value: String(error) });
    }
  }

  #receive(contextId: number, message: unknown): void {
    const expression = `__doubleReceive(${JSON.stringify(toText(message))})`;
    // The page may be gone by now; then nobody waits for it.
    this.#cdp?.send('Runtime.evaluate', { expression, contextId }, this.#session).catch(() => undefined);
  }
}
