/** What isn't secret and the owner may change: settings.json in the data directory. */
import { join } from 'node:path';
import type Conf from 'conf';
import { AppError } from '../../shared/errors.ts';
import { type SettingName, Settings, settingNames } from '../../shared/settings.ts';

export interface SettingsStore {
  /** Throws: INPUT_INVALID where the file can't be read. */
  all(): Promise<Settings>;
  /** Takes: value as it was typed. Throws: INPUT_INVALID, DISK_FULL. */
  set(name: string, value: string): Promise<Settings>;
}

/** Read when they are needed: a file that somebody wrote by hand counts at once, and the start does not wait for it. */
export function openSettings(dataDir: string): SettingsStore {
  const path = join(dataDir, 'settings.json');
  return {
    async all() {
      return read(await open(dataDir, path), path);
    },
    async set(name, value) {
      const known = settingNames.find((one) => one === name);
      if (known === undefined) throw invalid(`There is no setting "${name}". There are: ${settingNames.join(', ')}.`);
      const store = await open(dataDir, path);
      const next = Settings.safeParse({ ...read(store, path), [known]: parsed(known, value) });
      if (!next.success) throw invalid(`${known}: ${next.error.issues[0]?.message ?? 'not a value of this setting'}`);
      store.set(next.data);
      return next.data;
    },
  };
}

/** The same settings; `changed` is told after each change that was made through them. */
export const watched = (settings: SettingsStore, changed: () => void): SettingsStore => ({
  all: settings.all,
  async set(name, value) {
    const next = await settings.set(name, value);
    changed();
    return next;
  },
});

async function open(dataDir: string, path: string): Promise<Conf<Record<string, unknown>>> {
  const { default: Store } = await import('conf');
  try {
    return new Store<Record<string, unknown>>({
      cwd: dataDir,
      configName: 'settings',
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
    });
  } catch (cause) {
    throw new AppError('INPUT_INVALID', { detail: `${path} is not JSON. Mend it or take it away.`, cause });
  }
}

function read(store: Conf<Record<string, unknown>>, path: string): Settings {
  const found = Settings.safeParse(store.store);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw invalid(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}. Mend it or take it away.`);
}

/** What was typed, as JSON. */
function parsed(name: SettingName, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${name} takes JSON: ${settingHelp[name]}.`);
  }
}

const settingHelp: Readonly<Record<SettingName, string>> = {
  'notify.command': 'a list of the program and its arguments, as ["/usr/bin/tell-me", "--quiet"], or null',
  'pairing.http': 'true or false',
  'seal.afterIdleHours': 'a number of hours, over 0 and up to 720, or null',
  'lock.afterIdleMinutes': 'a whole number of minutes, 1 to 240, or null',
};

const invalid = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });
