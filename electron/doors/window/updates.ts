import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppUpdater } from 'electron-updater';
import type { Clock } from '../../base/clock.ts';
import { version } from '../../base/version.ts';
import { UpdateDesk } from './update-desk.ts';
import { readPlace } from './update-feed.ts';
import { type Fetching, stayWithin } from './update-fetch.ts';

export interface UpdateOptions {
  readonly isRelease: boolean;
  readonly settingsDir: string;
  /** The package's own directory, where electron-builder puts app-update.yml. */
  readonly resources: string;
  readonly clock: Clock;
  readonly openLink: (url: string) => Promise<void>;
  readonly changed: () => void;
  readonly report: (fault: unknown) => void;
}

export function openUpdates(options: UpdateOptions): UpdateDesk {
  const { isRelease, clock, openLink, changed, report } = options;
  const place = isRelease ? placeOf(options) : undefined;
  // Squirrel on macOS and the publisher's name on Windows prove an update. On Linux nothing would.
  const canProve = () => process.platform === 'darwin' || (process.platform === 'win32' && hasPublisher(options));
  const install = place !== undefined && canProve() ? (wanted: string) => installUpdate(wanted, place) : undefined;
  return new UpdateDesk({
    ...{ version, place, clock, openLink, changed },
    ...{ platform: process.platform, arch: process.arch },
    id: place === undefined ? '' : installationId(options.settingsDir, report),
    install:
      install === undefined
        ? undefined
        : async (wanted) => {
            try {
              await install(wanted);
            } catch (fault) {
              report(fault);
              throw fault;
            }
          },
  });
}

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
const hasPublisher = (options: UpdateOptions): boolean =>
  existsSync(configOf(options)) && /^publisherName:/m.test(readFileSync(configOf(options), 'utf8'));

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

/** Loaded at the user's yes only: it makes its updater, and with that a session of Chromium, when it is first read. */
async function installUpdate(wanted: string, place: URL): Promise<void> {
  const { default: updaterModule } = await import('electron-updater');
  const updater: AppUpdater = updaterModule.autoUpdater;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.logger = null;
  // In place of a number of its own by which an installation could be told again.
  updater.requestHeaders = { 'x-user-staging-id': 'none' };
  // Whether its turn has come was decided when it was found; here only what the user said yes to.
  updater.isUserWithinRollout = (info) => info.version === wanted;
  stayWithin((updater as unknown as { httpExecutor: Fetching }).httpExecutor, place);
  const found = await updater.checkForUpdates();
  if (found?.isUpdateAvailable !== true) throw new Error('The version that was found is no longer there.');
  await updater.downloadUpdate();
  updater.quitAndInstall();
}
