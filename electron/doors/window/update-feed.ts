import { createHash } from 'node:crypto';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';

const mostBytes = 64 * 1024;
const longestMs = 15_000;
const number = '(?:0|[1-9]\\d{0,8})';
const versionShape = new RegExp(`^${number}\\.${number}\\.${number}$`);

/** What app-update.yml says; electron-builder writes it into the package. */
const Place = z.object({ provider: z.literal('generic'), url: z.string().max(2000) });

/** latest.yml and its like. A pre-release is never offered. */
const Manifest = z.object({
  version: z.string().regex(versionShape),
  files: z
    .array(z.object({ url: z.string().min(1).max(500), sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/) }))
    .min(1)
    .max(50),
  stagingPercentage: z.number().min(0).max(100).optional(),
});

const refusal = (detail: string): AppError => new AppError('INPUT_INVALID', { detail });

/** Where updates are, out of app-update.yml. Throws: INPUT_INVALID for all but one plain https directory. */
export function readPlace(text: string): URL {
  const read = Place.safeParse(yaml(text));
  const address = read.success ? read.data.url : '';
  const url = URL.canParse(address) ? new URL(address.endsWith('/') ? address : `${address}/`) : undefined;
  const isPlain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isPlain || url.protocol !== 'https:') throw refusal('The address of updates that this build has is not usable.');
  return url;
}

const name = z.string().min(1);
const Publisher = z.object({ publisherName: z.union([name, z.array(name).min(1)]) });

/** Does app-update.yml name who has to have signed an update? */
export const namesPublisher = (text: string): boolean => Publisher.safeParse(yaml(text)).success;

/** The manifest's name on this system, as electron-builder gives it. */
export function manifestName(platform: NodeJS.Platform, arch: string): string {
  if (platform === 'win32') return 'latest.yml';
  if (platform === 'darwin') return 'latest-mac.yml';
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

export interface Asked {
  readonly place: URL;
  readonly name: string;
  /** The version that runs. */
  readonly version: string;
  /** Names this installation to nobody; only its place in a staged roll-out follows from it. */
  readonly id: string;
  readonly timeoutMs?: number;
}

/**
 * Asks the feed for a newer version. Gives: its version; null where there is none, or none for this installation yet.
 * Throws: INPUT_INVALID with one sentence.
 */
export async function findUpdate(asked: Asked): Promise<string | null> {
  const text = await fetchManifest(new URL(asked.name, asked.place), asked.timeoutMs ?? longestMs);
  const read = Manifest.safeParse(yaml(text));
  if (!read.success) throw refusal('The list of updates could not be read.');
  const { version, files, stagingPercentage = 100 } = read.data;
  for (const { url } of files) {
    if (!URL.canParse(url, asked.place.href) || new URL(url, asked.place).origin !== asked.place.origin) {
      throw refusal('The list of updates names a file at another place.');
    }
  }
  if (compareVersions(version, asked.version) <= 0) return null;
  return shareOf(asked.id, version) < stagingPercentage ? version : null;
}

/** Below 0 where `a` is older. Takes: versions of three numbers; what follows a "-" or "+" makes one count as older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (version.split(/[-+]/)[0] ?? '').split('.').map(Number));
  for (const place of [0, 1, 2]) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes('-')) - Number(a.includes('-'));
}

/** From 0 to below 100, even over installations and new for each version, so that nobody is always the first. */
export function shareOf(id: string, version: string): number {
  return (createHash('sha256').update(`${version} ${id}`).digest().readUInt32BE(0) / 2 ** 32) * 100;
}

async function fetchManifest(url: URL, timeoutMs: number): Promise<string> {
  try {
    const response = await fetch(url.href, {
      ...{ redirect: 'manual', credentials: 'omit', cache: 'no-store' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw refusal(
        response.status >= 300 && response.status < 400
          ? 'The place of updates sends elsewhere, which is not followed.'
          : `The place of updates answered with ${response.status}.`,
      );
    }
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of response.body) {
      bytes += piece.length;
      if (bytes > mostBytes) throw refusal('The list of updates is too large to be one.');
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('utf8');
  } catch (fault) {
    if (fault instanceof AppError) throw fault;
    const isSlow = fault instanceof DOMException && fault.name === 'TimeoutError';
    throw refusal(isSlow ? 'The place of updates did not answer in time.' : 'The place of updates cannot be reached.');
  }
}

/** By electron-updater's own reader, so that both understand the same. */
function yaml(text: string): unknown {
  try {
    return parseUpdateInfo(text, 'manifest', new URL('https://keybearer.invalid'));
  } catch {
    return undefined;
  }
}
