import ElectronStore from 'electron-store';

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Theme = 'system' | 'light' | 'dark';

interface Stored {
  readonly bounds?: Bounds;
  readonly theme: Theme;
}

/** What the window remembers between starts. Never anything secret. */
export interface WindowSettings {
  readonly theme: Theme;
  readonly bounds: Bounds | undefined;
  keepBounds(bounds: Bounds): void;
}

const number = { type: 'number' } as const;
const schema = {
  theme: { type: 'string', enum: ['system', 'light', 'dark'] },
  bounds: {
    type: 'object',
    properties: { x: number, y: number, width: number, height: number },
    required: ['x', 'y', 'width', 'height'],
  },
} as const;

/** Takes: the directory of window.json. A file that can't be read begins anew. */
export function openSettings(cwd: string): WindowSettings {
  const store = new ElectronStore<Stored>({
    cwd,
    name: 'window',
    schema,
    defaults: { theme: 'system' },
    clearInvalidConfig: true,
  });
  return {
    theme: store.get('theme'),
    bounds: store.get('bounds'),
    keepBounds: (bounds) => store.set('bounds', bounds),
  };
}
