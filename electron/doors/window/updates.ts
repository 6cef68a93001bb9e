import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { version } from '../../base/version.ts';
import type { WindowSettings } from './settings.ts';
import { type Install, UpdateDesk } from './update-desk.ts';
import { namesPublisher, readPlace } from './update-feed.ts';

export interface UpdateOptions {
  readonly isRelease: boolean;
  readonly settingsDir: string;
  /** The package's own directory, where electron-builder puts app-update.yml. */
  readonly resources: string;
  readonly clock: Clock;
  readonly settings: Pick<WindowSettings, 'preferences' | 'watchPreferences'>;
  /** The system that runs; only tests give another. */
  readonly platform?: NodeJS.Platform;
  readonly openLink: (url: string) => Promise<void>;
  readonly changed: () => void;
  readonly report: (fault: unknown) => void;
}

export function openUpdates(options: UpdateOptions): UpdateDesk {
  const { isRelease, settings, clock, openLink, changed, report, platform = process.platform } = options;
  const place = isRelease ? placeOf(options) : undefined;
  // Squirrel on macOS and the publisher's name on Windows prove an update. On Linux nothing would.
  const canProve = platform === 'darwin' || (platform === 'win32' && hasPublisher(options));
  const looksByItself = () => settings.preferences.lookForUpdates;
  const desk = new UpdateDesk({
    ...{ version, place, clock, looksByItself, openLink, changed },
    ...{ platform, arch: process.arch },
    id: place === undefined ? '' : installationId(options.settingsDir, report),
    install: place !== undefined && canProve ? installer(place, report) : undefined,
  });
  let was = looksByItself();
  settings.watchPreferences(({ lookForUpdates }) => {
    if (lookForUpdates === was) return;
    was = lookForUpdates;
    desk.settingChanged();
  });
  return desk;
}

/** electron-updater is loaded at the user's yes only: it makes its updater, and a session of Chromium, when it is first read. */
const installer =
  (place: URL, report: (fault: unknown) => void): Install =>
  async (wanted, told, signal) => {
    try {
      const [{ default: updaters }, { installUpdate }] = await Promise.all([
        import('electron-updater'),
        import('./update-install.ts'),
      ]);
      await installUpdate(updaters.autoUpdater, { wanted, place, told, signal });
    } catch (fault) {
      report(fault);
      throw fault;
    }
  };

const configOf = ({ resources }: UpdateOptions): string => join(resources, 'app-update.yml');

function placeOf(options: UpdateOptions): URL | undefined {
  if (!existsSync(configOf(options))) return undefined;
  try {
    return readPlace(readFileSync(configOf(options), 'utf8'));
  } catch (fault) {
    options.report(fault);
    return undefined;
  }
}

/** Without a publisher's name electron-updater checks no signature on Windows. */
function hasPublisher(options: UpdateOptions): boolean {
  try {
    return namesPublisher(readFileSync(configOf(options), 'utf8'));
  } catch (fault) {
    options.report(fault);
    return false;
  }
}

function installationId(settingsDir: string, report: (fault: unknown) => void): string {
  const path = join(settingsDir, 'update-id');
  try {
    if (!existsSync(path)) writeFileSync(path, randomUUID(), { mode: 0o600 });
    return readFileSync(path, 'utf8');
  } catch (fault) {
    report(fault);
    return randomUUID();
  }
}
