import ElectronStore from 'electron-store';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Theme = 'system' | 'light' | 'dark';

/** What the user chose for the window. None of it widens what a bot may do. */
export interface Preferences {
  readonly theme: Theme;
  /** A tag as `en`; null follows the system. */
  readonly language: string | null;
  /** Closing the window leaves the agent at work. */
  readonly runInBackground: boolean;
  readonly openAtLogin: boolean;
  readonly notifications: boolean;
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
}

/** What the window remembers between starts. Never anything secret. */
export interface WindowSettings {
  readonly preferences: Preferences;
  /** Keeps them, and then tells whoever opened the settings. */
  setPreferences(preferences: Preferences): void;
  readonly stand: Stand;
  keepBounds(bounds: Bounds, isMaximized: boolean): void;
  keepZoom(zoom: number): void;
}

const number = { type: 'number' } as const;
const boolean = { type: 'boolean' } as const;
const schema = {
  theme: { type: 'string', enum: ['system', 'light', 'dark'] },
  language: { type: ['string', 'null'], maxLength: 35 },
  runInBackground: boolean,
  openAtLogin: boolean,
  notifications: boolean,
  bounds: {
    type: 'object',
    properties: { x: number, y: number, width: number, height: number },
    required: ['x', 'y', 'width', 'height'],
  },
  isMaximized: boolean,
  zoom: { type: 'number', minimum: -3, maximum: 5 },
} as const;

const usual: Preferences = {
  theme: 'system',
  language: null,
  runInBackground: true,
  openAtLogin: false,
  notifications: true,
};

/** Takes: the directory of window.json; `changed` hears of new preferences. A file that can't be read begins anew. */
export function openSettings(
  cwd: string,
  changed: (preferences: Preferences) => void = () => undefined,
): WindowSettings {
  const store = new ElectronStore<Stored>({
    cwd,
    name: 'window',
    schema,
    defaults: { ...usual, isMaximized: false, zoom: 0 },
    clearInvalidConfig: true,
  });
  return {
    get preferences() {
      const { theme, language, runInBackground, openAtLogin, notifications } = store.store;
      return { theme, language, runInBackground, openAtLogin, notifications };
    },
    setPreferences({ theme, language, runInBackground, openAtLogin, notifications }) {
      const preferences = { theme, language, runInBackground, openAtLogin, notifications };
      store.set(preferences);
      changed(preferences);
    },
    get stand() {
      return { bounds: store.get('bounds'), isMaximized: store.get('isMaximized'), zoom: store.get('zoom') };
    },
    keepBounds: (bounds, isMaximized) => store.set({ bounds, isMaximized }),
    keepZoom: (zoom) => store.set({ zoom }),
  };
}
