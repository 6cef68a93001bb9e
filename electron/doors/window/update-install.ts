import type { AppUpdater, NsisUpdater } from 'electron-updater';
import { verifySignature } from 'electron-updater/out/windowsExecutableCodeSignatureVerifier.js';
import { AppError } from '../../../shared/errors.ts';
import { type Fetching, limitDownloads, stayWithin } from './update-fetch.ts';

const longestLookMs = 30_000;

export interface Installing {
  readonly wanted: string;
  readonly place: URL;
  readonly told: (percent: number) => void;
  readonly signal: AbortSignal;
}

/** Fetches the version that the user said yes to, has its signature checked and starts it. Throws where nothing is started. */
export async function installUpdate(updater: AppUpdater, installing: Installing): Promise<void> {
  const { wanted, place, signal } = installing;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  // Parts of a file would be fetched past the limits below.
  updater.disableDifferentialDownload = true;
  updater.logger = null;
  // In place of a number of its own by which an installation could be told again.
  updater.requestHeaders = { 'x-user-staging-id': 'none' };
  // Whether its turn has come was decided when it was found; here only what the user said yes to.
  updater.isUserWithinRollout = (info) => info.version === wanted;
  if ('verifyUpdateCodeSignature' in updater) (updater as NsisUpdater).verifyUpdateCodeSignature = verifyStrictly;
  const sizes = new Map<string, number>();
  let percent = 0;
  const client = freshClient(updater);
  stayWithin(client, place);
  limitDownloads(client, {
    ...{ signal, sizeOf: (path) => sizes.get(path) },
    told: (bytes, most) => {
      const now = Math.floor((bytes / most) * 100);
      if (now !== percent) installing.told(now);
      percent = now;
    },
  });
  const found = await within(updater.checkForUpdates(), signal);
  if (found?.isUpdateAvailable !== true) throw refusal('The version that was found is no longer there.');
  for (const { url, size } of found.updateInfo.files) {
    if (size !== undefined) sizes.set(new URL(url, place).pathname, size);
  }
  try {
    await updater.downloadUpdate();
  } catch (fault) {
    if (fault instanceof AppError || codeOf(fault) !== 'ERR_UPDATER_INVALID_SIGNATURE') throw fault;
    throw refusal('The new version is not signed by its publisher, so it was thrown away and not started.');
  }
  if (signal.aborted) throw refusal('The new version is no longer fetched.');
  updater.quitAndInstall();
}

/**
 * electron-updater's check takes a program for signed where PowerShell can't be asked, as where it is blocked or missing, and
 * only warns of it. Here it has to have been asked. Gives: why it is refused; null where its publisher is one of `publishers`.
 */
export async function verifyStrictly(publishers: string[], path: string): Promise<string | null> {
  const warnings: string[] = [];
  const logger = { info: () => undefined, error: () => undefined, warn: (text?: string) => warnings.push(text ?? '') };
  const refused = await verifySignature(publishers, path, logger).catch((fault: unknown) => String(fault));
  if (refused !== null) return refused;
  const doubts = warnings.filter((text) => !text.startsWith('Signature validated using only CN'));
  return doubts.length === 0 ? null : doubts.join(' ');
}

/** Each try changes its own client, and leaves electron-updater's as it was. */
function freshClient(updater: AppUpdater): Fetching {
  const holder = updater as unknown as { httpExecutor: Fetching };
  const client: Fetching = Object.create(plainClients.get(updater) ?? holder.httpExecutor);
  if (!plainClients.has(updater)) plainClients.set(updater, holder.httpExecutor);
  holder.httpExecutor = client;
  return client;
}
const plainClients = new WeakMap<AppUpdater, Fetching>();

/** What comes when it was not stopped nor too late. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(longestLookMs)]);
  const ended = new Promise<never>((_resolve, reject) => {
    const end = () => reject(refusal('The place of updates did not answer in time.'));
    if (either.aborted) end();
    either.addEventListener('abort', end);
  });
  return Promise.race([work, ended]);
}

const codeOf = (fault: unknown): unknown =>
  typeof fault === 'object' && fault !== null && 'code' in fault ? fault.code : undefined;

const refusal = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });
