/** The system's keychain, by Electron's safeStorage: its asynchronous half alone, since the other is gone in Electron 46. */
import type { SafeStorage } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import type { Keychain } from '../../agent/ports.ts';
import type { Clock } from '../../base/clock.ts';
import { Secret } from '../../base/secret.ts';

export type AsyncStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

export interface KeychainDeps {
  readonly storage: AsyncStorage;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
}

/** How long the system may take; it may be asking the user to unlock the keyring. */
const patienceMs = 10_000;
const probe = 'Keybearer asks whether this keychain is fit.';

const sentences = {
  absent: "This system's keychain is not ready to be used.",
  unguarded: 'This desktop has no keyring: whoever has the file could read what its keychain keeps.',
  silent: "The system's keychain did not answer within 10 seconds.",
  failed: "The system's keychain failed.",
  forgetful: "The system's keychain does not give back what it was given.",
} as const;

/** Every function ends within 10 seconds for each question to the system. */
export function systemKeychain(deps: KeychainDeps): Keychain {
  return {
    async state() {
      try {
        await probeStorage(deps);
        return { fit: true };
      } catch (fault) {
        return { fit: false, why: unfit(fault).message };
      }
    },
    async seal(secret) {
      try {
        return await secret.useText((text) => encrypt(deps, text));
      } catch (fault) {
        throw unfit(fault);
      }
    },
    async open(sealed) {
      try {
        const { result, isStale } = await decrypt(deps, sealed);
        return { secret: Secret.ofText(result), isStale };
      } catch (fault) {
        throw unfit(fault);
      }
    },
  };
}

async function probeStorage(deps: KeychainDeps): Promise<void> {
  const sealed = await encrypt(deps, probe);
  const { result } = await decrypt(deps, sealed);
  if (result !== probe) throw refusal('forgetful');
}

async function encrypt(deps: KeychainDeps, text: string): Promise<Uint8Array> {
  await needStorage(deps);
  const sealed = await inTime(deps, () => deps.storage.encryptStringAsync(text));
  refusePublished(deps, sealed);
  return sealed;
}

async function decrypt(deps: KeychainDeps, sealed: Uint8Array): Promise<{ result: string; isStale: boolean }> {
  await needStorage(deps);
  refusePublished(deps, sealed);
  const { result, shouldReEncrypt } = await inTime(deps, () => deps.storage.decryptStringAsync(Buffer.from(sealed)));
  return { result, isStale: shouldReEncrypt };
}

async function needStorage(deps: KeychainDeps): Promise<void> {
  if (!(await inTime(deps, () => deps.storage.isAsyncEncryptionAvailable()))) throw refusal('absent');
  if (deps.platform !== 'linux') return;
  const backend = deps.storage.getSelectedStorageBackend();
  if (backend === 'basic_text' || backend === 'unknown') throw refusal('unguarded');
}

/**
 * Without a keyring, Chromium on Linux uses a key that stands in its source and marks what it made with "v10".
 * On macOS and Windows the same mark means the system's own keychain. Source: components/os_crypt/async/browser/posix_key_provider.cc.
 */
function refusePublished({ platform }: KeychainDeps, sealed: Uint8Array): void {
  if (platform === 'linux' && Buffer.from(sealed.subarray(0, 3)).toString('latin1') === 'v10')
    throw refusal('unguarded');
}

/** Throws where the system does not answer in time; a late answer is dropped. */
async function inTime<T>({ clock }: KeychainDeps, ask: () => Promise<T>): Promise<T> {
  const end = new AbortController();
  try {
    const asked = ask().then((answer) => ({ answer }));
    const first = await Promise.race([asked, clock.sleep(patienceMs, end.signal)]);
    if (first === undefined) throw refusal('silent');
    return first.answer;
  } finally {
    end.abort();
  }
}

const refusal = (why: keyof typeof sentences): AppError => new AppError('INPUT_INVALID', { detail: sentences[why] });

/** What the system itself says is left out: nobody knows what it holds. */
const unfit = (fault: unknown): AppError =>
  fault instanceof AppError ? fault : new AppError('INPUT_INVALID', { detail: sentences.failed, cause: fault });
