import ElectronStore from 'electron-store';
import type { Preferences } from '../../../shared/window-views.ts';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window stood when it was last closed. */
export interface Stand {
  readonly bounds: Bounds | undefined;
  readonly isMaximized: boolean;
  /** Chromium's zoom level: 0 is 100 %, each step is a fifth. */
  readonly zoom: number;
}

interface Stored extends Preferences {
  readonly bounds?: Bounds;
  readonly isMaximized: boolean;
  readonly zoom: number;
  readonly practicePort?: number;
}

export type PreferencesChange = { readonly [Name in keyof Preferences]?: Preferences[Name] | undefined };

/** What the window remembers between starts. Never anything secret. */
export interface WindowSettings {
  /** As they are now. */
  readonly preferences: Preferences;
  readonly stand: Stand;
  keepBounds(bounds: Bounds, isMaximized: boolean): void;
  keepZoom(zoom: number): void;
  /** Where the practice exchange was, so that its keys find it again. */
  readonly practicePort: number | undefined;
  keepPracticePort(port: number): void;
  /** Keeps what is given and leaves the rest. Gives: all of them, as they are then. */
  setPreferences(change: PreferencesChange): Preferences;
  /** Told after each change. Gives: what ends it. */
  watchPreferences(changed: (preferences: Preferences) => void): () => void;
}

const number = { type: 'number' } as const;
const flag = { type: 'boolean' } as const;
const schema = {
  theme: { type: 'string', enum: ['system', 'light', 'dark'] },
  language: { type: 'string', enum: ['en'] },
  runInBackground: flag,
  openAtLogin: flag,
  notifications: flag,
  lookForUpdates: flag,
  bounds: {
    type: 'object',
    properties: { x: number, y: number, width: number, height: number },
    required: ['x', 'y', 'width', 'height'],
  },
  practicePort: { type: 'integer', minimum: 1, maximum: 65535 },
  isMaximized: flag,
  zoom: { type: 'number', minimum: -3, maximum: 5 },
} as const;

const defaults: Stored = {
  theme: 'system',
  language: 'en',
  runInBackground: false,
  openAtLogin: false,
  notifications: true,
  lookForUpdates: true,
  isMaximized: false,
  zoom: 0,
};

/** Takes: the directory of window.json. A file that can't be read begins anew. */
export function openSettings(cwd: string): WindowSettings {
  const store = new ElectronStore<Stored>({ cwd, name: 'window', schema, defaults, clearInvalidConfig: true });
  const watchers = new Set<(preferences: Preferences) => void>();
  const read = (): Preferences => ({
    theme: store.get('theme'),
    language: store.get('language'),
    runInBackground: store.get('runInBackground'),
    openAtLogin: store.get('openAtLogin'),
    notifications: store.get('notifications'),
    lookForUpdates: store.get('lookForUpdates'),
  });
  return {
    get preferences() {
      return read();
    },
    get stand() {
      return { bounds: store.get('bounds'), isMaximized: store.get('isMaximized'), zoom: store.get('zoom') };
    },
    keepBounds: (bounds, isMaximized) => store.set({ bounds, isMaximized }),
    keepZoom: (zoom) => store.set({ zoom }),
    get practicePort() {
      return store.get('practicePort');
    },
    keepPracticePort: (port) => store.set('practicePort', port),
    setPreferences(change) {
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      store.set({ ...read(), ...Object.fromEntries(given) });
      const preferences = read();
      for (const changed of watchers) changed(preferences);
      return preferences;
    },
    watchPreferences(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
}
