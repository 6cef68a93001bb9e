/**
 * What runs in the page: the preload's isolated world, the page's own world, and `contextBridge` between them by
 * events whose details Chromium clones from world to world. Each function is injected by its source.
 */
import { fromText, toText } from './clone-text.ts';

export const worldName = 'keybearer-preload';
export const bindingName = '__doubleSend';

/** The script of the page's world: makes what the preload exposes. */
export const mainWorldScript = (secret: string): string => `(${mainWorld})(${JSON.stringify(secret)});`;

/** The script of the preload's world: `require('electron')` there, then the compiled preload itself. */
export const preloadScript = (secret: string, preload: string): string => `
(() => {
  const electron = (${isolatedWorld})(${JSON.stringify(secret)}, ${JSON.stringify(bindingName)}, ${toText}, ${fromText});
  const require = (name) => {
    if (name === 'electron') return electron;
    throw new Error('A sandboxed preload cannot require ' + name);
  };
  const module = { exports: {} };
  (function (require, module, exports) {${preload}
  })(require, module, module.exports);
})();`;

interface Wrapped {
  readonly kind: 'value' | 'function' | 'promise' | 'throw';
  readonly value?: unknown;
  readonly id?: number;
}

function mainWorld(secret: string): void {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  let answer: Wrapped | undefined;
  const tell = (detail: unknown) => window.dispatchEvent(new CustomEvent(`${secret}:isolated`, { detail }));
  const wrap = (value: unknown): Wrapped => {
    if (typeof value !== 'function') return { kind: 'value', value };
    last += 1;
    functions.set(last, value as () => unknown);
    return { kind: 'function', id: last };
  };
  const unwrap = (wrapped: Wrapped): unknown => {
    if (wrapped.kind === 'value') return wrapped.value;
    if (wrapped.kind === 'function') return proxy(wrapped.id as number);
    if (wrapped.kind === 'throw') throw new Error(String(wrapped.value));
    return new Promise((resolve, reject) => promises.set(wrapped.id as number, { resolve, reject }));
  };
  const proxy =
    (id: number) =>
    (...args: unknown[]) => {
      // dispatchEvent runs the other world's listener before it returns, so the answer is there.
      tell({ kind: 'invoke', id, args: args.map(wrap) });
      return unwrap(answer as Wrapped);
    };
  window.addEventListener(`${secret}:main`, (event) => {
    const detail = (event as CustomEvent).detail;
    if (detail.kind === 'answer') answer = detail.wrapped;
    if (detail.kind === 'settle')
      promises.get(detail.id)?.[detail.ok ? 'resolve' : 'reject'](detail.ok ? detail.value : new Error(detail.value));
    if (detail.kind === 'callback') functions.get(detail.id)?.(...detail.args);
    if (detail.kind === 'expose') {
      const members = Object.entries(detail.members as Record<string, Wrapped>).map(([name, member]) => [
        name,
        unwrap(member),
      ]);
      Object.defineProperty(window, detail.name, {
        value: Object.freeze(Object.fromEntries(members)),
        enumerable: true,
      });
    }
  });
}

function isolatedWorld(secret: string, binding: string, encode: typeof toText, decode: typeof fromText): unknown {
  const world = globalThis as unknown as Record<string, unknown>;
  const post = (message: unknown) => (world[binding] as (text: string) => void)(encode(message));
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const invoked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(...args: unknown[]) => void>>();
  let last = 0;
  const tell = (detail: unknown) => window.dispatchEvent(new CustomEvent(`${secret}:main`, { detail }));
  const keep = (value: (...args: unknown[]) => unknown): Wrapped => {
    last += 1;
    functions.set(last, value);
    return { kind: 'function', id: last };
  };
  const wrap = (value: unknown): Wrapped => {
    if (typeof value === 'function') return keep(value as () => unknown);
    if (!(value instanceof Promise)) return { kind: 'value', value };
    last += 1;
    const id = last;
    value.then(
      (result) => tell({ kind: 'settle', id, ok: true, value: result }),
      (error) => tell({ kind: 'settle', id, ok: false, value: String(error?.message ?? error) }),
    );
    return { kind: 'promise', id };
  };
  const unwrap = (wrapped: Wrapped) =>
    wrapped.kind === 'function'
      ? (...args: unknown[]) => tell({ kind: 'callback', id: wrapped.id, args })
      : wrapped.value;
  const run = (detail: { id: number; args: Wrapped[] }): Wrapped => {
    try {
      return wrap(functions.get(detail.id)?.(...detail.args.map(unwrap)));
    } catch (error) {
      return { kind: 'throw', value: String((error as Error).message) };
    }
  };
  window.addEventListener(`${secret}:isolated`, (event) =>
    tell({ kind: 'answer', wrapped: run((event as CustomEvent).detail) }),
  );
  world['__doubleReceive'] = (text: string) => {
    const message = decode(text);
    if (message.kind === 'reply')
      invoked
        .get(message.id)
        ?.[message.ok ? 'resolve' : 'reject'](message.ok ? message.value : new Error(message.value));
    else for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
  };
  // Electron's main process sees a page's input before the page does; here the page tells it.
  for (const type of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
    window.addEventListener(type, () => post({ kind: 'input', type }), { capture: true, passive: true });
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        last += 1;
        invoked.set(last, { resolve, reject });
        post({ kind: 'invoke', id: last, channel, args });
      }),
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args }),
    on: (channel: string, listener: () => void) =>
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel: string, listener: () => void) => listeners.get(channel)?.delete(listener),
  };
  const expose = (name: string, api: Record<string, unknown>) =>
    tell({
      kind: 'expose',
      name,
      members: Object.fromEntries(Object.entries(api).map(([key, member]) => [key, wrap(member)])),
    });
  return { ipcRenderer, contextBridge: { exposeInMainWorld: expose } };
}
