/** What isn't secret and the owner may change: settings.json in the data directory. */
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
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
    all: () => read(path),
    async set(name, value) {
      const known = settingNames.find((one) => one === name);
      if (known === undefined) throw invalid(`There is no setting "${name}". There are: ${settingNames.join(', ')}.`);
      const next = Settings.safeParse({ ...(await read(path)), [known]: parsed(known, value) });
      if (!next.success) throw invalid(`${known}: ${next.error.issues[0]?.message ?? 'not a value of this setting'}`);
      (await open(dataDir, path)).set(next.data);
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
  const Store = await loadConf();
  try {
    return new Store<Record<string, unknown>>({
      cwd: dataDir,
      configName: 'settings',
      accessPropertiesByDotNotation: false,
      configFileMode: 0o600,
    });
  } catch (cause) {
    throw notJson(path, cause);
  }
}

const emitter: EventEmitter = process;

/**
 * conf brings handlers for signals along (its `when-exit` 2.1), which swallow the first SIGHUP or SIGABRT: a terminal that
 * was closed would leave its agent running.
 */
async function loadConf(): Promise<typeof Conf> {
  const handlers = () =>
    Object.keys(constants.signals).flatMap((signal) =>
      emitter.listeners(signal).map((listener) => ({ signal, listener })),
    );
  const before = new Set(handlers().map(({ listener }) => listener));
  const { default: Store } = await import('conf');
  for (const { signal, listener } of handlers())
    if (!before.has(listener)) Reflect.apply(emitter.removeListener, emitter, [signal, listener]);
  return Store;
}

/** Read without conf: whoever only reads needs neither its start nor its handlers. */
async function read(path: string): Promise<Settings> {
  const found = Settings.safeParse(await readJson(path));
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw invalid(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is wrong'}. Mend it or take it away.`);
}

/** An empty object where there is no file. */
async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (Object(cause).code === 'ENOENT') return {};
    throw new AppError('INPUT_INVALID', { detail: `${path} can't be read. Is it a file of yours?`, cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(path, cause);
  }
}

const notJson = (path: string, cause: unknown): AppError =>
  new AppError('INPUT_INVALID', { detail: `${path} is not JSON. Mend it or take it away.`, cause });

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
  'log.keepDays': 'a whole number of days, 1 to 3650, or null',
  'log.maxMegabytes': 'a whole number of megabytes, 10 to 100000, or null',
};

const invalid = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });
