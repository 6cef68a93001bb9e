/** safeStorage as each system might behave. Its "ciphertext" is the text turned round behind Chromium's mark. */

import type { AsyncStorage } from '../../../../electron/doors/window/keychain.ts';
import { AppError } from '../../../../shared/errors.ts';

export interface FakeStorage extends AsyncStorage {
  isAvailable: boolean;
  backend: ReturnType<AsyncStorage['getSelectedStorageBackend']>;
  mark: 'v10' | 'v11';
  isStale: boolean;
  /** Takes the place of an answer of the system. */
  fault: 'none' | 'throws' | 'throws at once' | 'hangs' | 'forgets';
}

export function fakeStorage(how: Partial<FakeStorage> = {}): FakeStorage {
  const answer = async <T>(value: T): Promise<T> => {
    if (storage.fault === 'hangs') return new Promise(() => undefined);
    if (storage.fault === 'throws') throw new Error('the plain text was: hunter2');
    return value;
  };
  const askedOf = <T>(value: T): Promise<T> => {
    if (storage.fault === 'throws at once') throw new Error('not ready');
    return answer(value);
  };
  const storage: FakeStorage = {
    ...{ isAvailable: true, backend: 'gnome_libsecret', mark: 'v11', isStale: false, fault: 'none' },
    isAsyncEncryptionAvailable: () => askedOf(storage.isAvailable),
    encryptStringAsync: (text) => askedOf(Buffer.from(storage.mark + reverse(text))),
    decryptStringAsync: (sealed) => {
      const text = reverse(sealed.toString('utf8').slice(3));
      return askedOf({ result: storage.fault === 'forgets' ? 'else' : text, shouldReEncrypt: storage.isStale });
    },
    getSelectedStorageBackend: () => storage.backend,
    ...how,
  };
  return storage;
}

const reverse = (text: string): string => [...text].reverse().join('');

/** The sentence that a refusal says. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (fault) {
    if (fault instanceof AppError && fault.code === 'INPUT_INVALID') return fault.message;
    throw fault;
  }
  throw new Error('it was not refused');
}
